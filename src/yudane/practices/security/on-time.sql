with evidence as (
    select t.service_id, t.security_task_id, t.kind, t.severity, t.due_on, t.completed_at,
        coalesce(t.completed_at < t.due_on + interval 1 day, false) as fits, t.source_ref
    from security_tasks t
    join services s on s.service_id = t.service_id
    where t.due_on >= $as_of - interval 180 day and t.due_on < $as_of
),
counted as (
    select service_id,
        count(*) as decided,
        count(case when fits then 1 end) as conforming,
        count(case when severity = 'critical' then 1 end) as critical_tasks,
        count(case when severity = 'critical' and fits then 1 end) as critical_on_time,
        count(case when severity = 'high' then 1 end) as high_tasks,
        count(case when severity = 'high' and fits then 1 end) as high_on_time,
        count(case when severity = 'medium' then 1 end) as medium_tasks,
        count(case when severity = 'medium' and fits then 1 end) as medium_on_time,
        count(case when severity = 'low' then 1 end) as low_tasks,
        count(case when severity = 'low' and fits then 1 end) as low_on_time,
        count(case when severity is null and fits then 1 end) as ungraded_on_time,
        count(case when severity is null and not fits then 1 end) as ungraded_late
    from evidence
    group by grouping sets ((service_id), ())  -- each service, and the organization
    having count(*) > 0
)
select service_id, decided as events, decided, conforming,
    critical_tasks, critical_on_time, high_tasks, high_on_time, medium_tasks, medium_on_time, low_tasks, low_on_time,
    ungraded_on_time, ungraded_late,
    conforming * 1.0 / decided as share,
    round(conforming * 1.0 / decided, 9) as share_at_least,
    round(coalesce((critical_on_time + ungraded_on_time) * 1.0 / nullif(critical_tasks + ungraded_on_time, 0), 1), 9)
        as critical_share_at_most,
    round(coalesce(critical_on_time * 1.0 / nullif(critical_tasks + ungraded_late, 0), 1), 9) as critical_share_at_least
from counted
