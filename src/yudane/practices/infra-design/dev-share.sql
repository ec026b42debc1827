with evidence as (
    select c.service_id, c.infra_change_id, c.applied_at, c.actor_team_id, c.actor_team_id = s.team_id as fits,
        c.source_ref
    from infra_changes c
    join services s on s.service_id = c.service_id
    left join requests r on r.request_id = c.review_request_id
    where c.applied_at >= $as_of - interval 90 day and c.applied_at < $as_of
        and coalesce(r.request_type not in ('admin', 'access'), true)
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
