with evidence as (
  select service_id, toil_task_key, title, task_service_id, status, closed_on, minutes_per_month, source_ref
  from toil_tasks_for_services
  where status in ('automated', 'eliminated')
    and cast(closed_on as timestamp) >= $as_of - interval 180 day
    and cast(closed_on as timestamp) < $as_of
)
select service_id,
  count(*) as closed_tasks,
  max(closed_on) as last_closed_on
from evidence
group by service_id
