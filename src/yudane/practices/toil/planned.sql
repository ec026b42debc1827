with first_days as (  -- shifted so that the fiscal year begins in January
  select cast(date_trunc('month', $as_of) - ($fiscal_year_starts_month - 1) * interval 1 month as timestamp) as this_one,
    cast(date_trunc('month', $as_of) - ($fiscal_year_starts_month - 4) * interval 1 month as timestamp) as next_one
),
quarters as (
  select concat(cast(extract(year from this_one) as varchar), 'Q',
      cast(cast(floor((extract(month from this_one) + 2) / 3) as int) as varchar)) as this_quarter,
    concat(cast(extract(year from next_one) as varchar), 'Q',
      cast(cast(floor((extract(month from next_one) + 2) / 3) as int) as varchar)) as next_quarter
  from first_days
),
tasks as (
  select t.team_id, t.toil_task_key, t.title, t.runs_per_month * t.minutes_per_run as minutes_per_month, t.status,
    t.owner_team_id, t.planned_quarter, t.accepted_reason, t.source_ref, q.this_quarter, q.next_quarter,
    t.owner_team_id is not null and upper(trim(coalesce(t.planned_quarter, ''))) in (q.this_quarter, q.next_quarter)
      or t.status = 'accepted' and trim(coalesce(t.accepted_reason, '')) <> '' as is_planned
  from toil_tasks t cross join quarters q
  where t.status not in ('automated', 'eliminated')
),
placed as (
  -- a task without estimates may be larger or smaller than any other: once at its best, once at its worst
  select *,
    row_number() over (partition by team_id order by
      case when minutes_per_month is not null then 1 when is_planned then 0 else 2 end,
      minutes_per_month desc, is_planned desc, toil_task_key) as best_place,
    row_number() over (partition by team_id order by
      case when minutes_per_month is not null then 1 when is_planned then 2 else 0 end,
      minutes_per_month desc, is_planned desc, toil_task_key) as worst_place
  from tasks
),
evidence as (
  select s.service_id, p.toil_task_key, p.title, p.minutes_per_month, p.status, p.owner_team_id, p.planned_quarter,
    p.accepted_reason, p.source_ref, p.this_quarter, p.next_quarter, p.is_planned, p.best_place, p.worst_place
  from placed p join services s on s.team_id = p.team_id
  where best_place <= $top_n or worst_place <= $top_n
)
select service_id,
  count(*) filter (where best_place <= $top_n) as largest_tasks,
  least($planned_min, count(*) filter (where best_place <= $top_n)) as needed_tasks,
  count(*) filter (where best_place <= $top_n and is_planned) as planned_at_best,
  count(*) filter (where worst_place <= $top_n and is_planned) as planned_at_worst,
  count(*) filter (where minutes_per_month is null) as tasks_without_estimate,
  string_agg(title, ', ' order by best_place) filter (where best_place <= $top_n and not is_planned) as unplanned_tasks,
  min(this_quarter) as current_quarter,
  min(next_quarter) as coming_quarter
from evidence
group by service_id
