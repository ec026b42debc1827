with evidence as (
    select l.service_id, l.log_source_id, l.log_kind, l.destination, l.centralised as fits, l.source_ref
    from log_sources l
    join services s on s.service_id = l.service_id
),
scopes as (select false as whole union all select true)  -- each service, and the organization
select
    case when not whole then service_id end as service_id,
    count(*) as events,
    count(fits) as decided,
    count(case when fits then 1 end) as conforming,
    count(case when fits then 1 end) * 1.0 / nullif(count(fits), 0) as share,
    round(count(case when fits then 1 end) * 1.0 / count(*), 9) as share_at_least,
    round(count(case when coalesce(fits, true) then 1 end) * 1.0 / count(*), 9) as share_at_most
from evidence
cross join scopes
where whole or service_id is not null
group by 1
