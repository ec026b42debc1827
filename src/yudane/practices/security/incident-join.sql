with evidence as (  -- one nobody acknowledged counts once it is over the goal
    select t.service_id, t.security_task_id, t.severity, t.issued_at, t.acknowledged_at,
        extract(epoch from (coalesce(t.acknowledged_at, $as_of) - t.issued_at)) / 60.0 as minutes_taken, t.source_ref
    from security_tasks t
    join services s on s.service_id = t.service_id
    where t.kind = 'security_incident' and t.issued_at >= $as_of - interval 365 day and t.issued_at < $as_of
        and (t.acknowledged_at is not null or t.issued_at < $as_of - $minutes_max * interval 1 minute)
)
select service_id,
    count(*) as events,
    count(acknowledged_at) as acknowledged,
    median(greatest(minutes_taken, 0)) as answer_median
from evidence
group by grouping sets ((service_id), ())  -- each service, and the organization
having count(*) > 0
