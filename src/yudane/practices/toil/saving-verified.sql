with automated as (
  select service_id, toil_task_key, title, closed_on, expected_saving_min_per_month, source_ref,
    cast(date_trunc('month', closed_on) as timestamp) as closing_month
  from toil_tasks_for_services
  where status = 'automated' and expected_saving_min_per_month > 0
    and cast(closed_on as timestamp) >= $as_of - interval 365 day
    and cast(closed_on as timestamp) < $as_of
),
settled as (  -- three whole months are past
  select distinct toil_task_key, closing_month from automated
  where closing_month + interval 4 month <= date_trunc('month', $as_of)
),
worked as (
  select t.toil_task_key,
    coalesce(sum(w.minutes) filter (where w.work_date < t.closing_month
      and w.work_date >= t.closing_month - interval 3 month), 0) / 3.0 as minutes_before,
    coalesce(sum(w.minutes) filter (where w.work_date >= t.closing_month + interval 1 month
      and w.work_date < t.closing_month + interval 4 month), 0) / 3.0 as minutes_after
  from settled t
  left join work_log w on w.toil_task_key = t.toil_task_key and cast(w.work_date as timestamp) < $as_of
  group by t.toil_task_key
),
evidence as (
  select a.service_id, a.toil_task_key, a.title, a.closed_on, a.source_ref,
    a.expected_saving_min_per_month as expected_minutes, w.minutes_before, w.minutes_after
  from automated a
  join worked w on w.toil_task_key = a.toil_task_key
)
select service_id,
  count(*) as automated_tasks,
  round(sum(minutes_before - minutes_after), 6) as saved_minutes,
  sum(expected_minutes) as expected_minutes,
  round(sum(minutes_before - minutes_after) / sum(expected_minutes), 9) as realised_share
from evidence
group by service_id
having count(*) >= $min_n
