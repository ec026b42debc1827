select origin, line,
  body->>'$.no' as training_id,
  body->>'$.title' as title,
  case body->>'$.kind' when 'study' then 'study_session' when 'shared' then 'postmortem_share'
    when 'open' then 'office_hours' else body->>'$.kind' end as kind,
  body->>'$.about' as activity_key,
  body->>'$.day' as held_on,
  body->>'$.minutes' as duration_minutes,
  body->>'$.by' as delivered_by_team_id
from documents
where (body->>'$.no') is not null
