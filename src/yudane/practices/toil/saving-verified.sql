with automated as (
  select service_id, toil_task_key, title, closed_on, expected_saving_min_per_month, source_ref,
    cast(date_trunc('month', closed_on) as timestamp) as closing_month
  from toil_tasks_for_services
  where status = 'automated' and expected_saving_min_per_month > 0
    and cast(closed_on as timestamp) >= $as_of - interval 365 day
    and cast(closed_on as timestamp) < $as_of
),
worked as (
  select toil_task_key, cast(date_trunc('month', work_date) as timestamp) as month, sum(minutes) as minutes
  from work_log
  where toil_task_key is not null
    and cast(work_date as timestamp) >= $as_of - interval 500 day
    and cast(work_date as timestamp) < $as_of
  group by toil_task_key, cast(date_trunc('month', work_date) as timestamp)
),
evidence as (
  select a.service_id, a.toil_task_key, a.title, a.closed_on, a.source_ref,
    a.expected_saving_min_per_month as expected_minutes,
    coalesce(sum(w.minutes) filter (where w.month < a.closing_month
      and w.month >= a.closing_month - interval 3 month), 0) / 3.0 as minutes_before,
    coalesce(sum(w.minutes) filter (where w.month > a.closing_month
      and w.month <= a.closing_month + interval 3 month), 0) / 3.0 as minutes_after
  from automated a
  left join worked w on w.toil_task_key = a.toil_task_key
  where a.closing_month + interval 4 month <= date_trunc('month', $as_of)
  group by a.service_id, a.toil_task_key, a.title, a.closed_on, a.source_ref, a.expected_saving_min_per_month
)
select service_id,
  count(*) as automated_tasks,
  round(sum(minutes_before - minutes_after), 6) as saved_minutes,
  sum(expected_minutes) as expected_minutes,
  sum(minutes_before - minutes_after) / sum(expected_minutes) as realised_share
from evidence
group by service_id
having count(*) >= $min_n
