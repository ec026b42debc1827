with evidence as (
  select service_id, toil_task_key, title, task_service_id, runs_per_month, minutes_per_run, status, is_open,
    last_reviewed_on, source_ref,
    runs_per_month is not null and minutes_per_run is not null as is_estimated
  from toil_tasks_for_services
),
lists as (
  select service_id,
    count(*) as listed_tasks,
    count(*) filter (where is_open) as open_tasks,
    count(*) filter (where is_estimated) as estimated_tasks,
    max(last_reviewed_on) as last_review,
    coalesce(cast(max(last_reviewed_on) as timestamp) >= $as_of - interval 90 day, false) as is_recent
  from evidence
  group by service_id
)
select service_id, listed_tasks, open_tasks, estimated_tasks, last_review, is_recent
from lists
-- a list without open tasks that is not enough is like no list: then "we have none" may be attested
where open_tasks > 0 or estimated_tasks >= $tasks_min and is_recent
