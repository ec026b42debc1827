select origin, line,
  body->>'$.chore' as toil_task_key,
  body->>'$.team' as team_id,
  body->>'$.title' as title,
  body->>'$.a_month' as runs_per_month,
  body->>'$.minutes' as minutes_per_run,
  case body->>'$.state' when 'gone' then 'automated' when 'begun' then 'in_progress' else 'open' end as status,
  body->>'$.team' as owner_team_id,
  body->>'$.when' as planned_quarter,
  body->>'$.saves' as expected_saving_min_per_month,
  body->>'$.since' as first_seen_on,
  body->>'$.looked' as last_reviewed_on,
  body->>'$.gone' as closed_on
from documents
where (body->>'$.chore') is not null
