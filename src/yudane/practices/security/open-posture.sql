with evidence as (
    select t.service_id, t.security_task_id, t.severity, t.issued_at, t.acknowledged_at, t.due_on, t.source_ref
    from security_tasks t
    where t.kind = 'posture_finding' and t.completed_at is null
        and t.issued_at < $as_of - $age_days * interval 1 day
        and coalesce(t.severity in ('critical', 'high'), true)
),
scopes as (select false as whole union all select true)  -- each service, and the organization
select
    case when not o.whole then s.service_id end as service_id,
    count(case when e.severity is not null then 1 end) as serious,
    count(case when e.severity = 'critical' then 1 end) as critical,
    count(case when e.security_task_id is not null and e.severity is null then 1 end) as ungraded,
    min(case when e.severity is not null then e.issued_at end) as oldest_issued_at
from services s
left join evidence e on e.service_id = s.service_id
cross join scopes o
group by 1
