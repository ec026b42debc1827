with evidence as (
    select r.service_id, r.request_id, r.request_type, r.created_at, r.requester_team_id, r.source_ref
    from requests r
    left join services s on s.service_id = r.service_id
    where r.request_type in ('admin', 'access')
        and r.created_at >= $as_of - interval 90 day and r.created_at < $as_of
        and (r.service_id is null or s.service_id is not null)
),
staff as (select sum(headcount_fte) as fte from teams where kind = 'sre_company' and active),
counted as (
    select service_id,
        grouping(service_id) = 1 as of_all,
        count(*) as events,
        round(count(*) * 7.0 / 90, 1) as per_week,
        count(case when created_at < $as_of - interval 45 day then 1 end) as earlier,
        count(case when created_at >= $as_of - interval 45 day then 1 end) as later,
        count(case when request_type = 'access' then 1 end) as access_requests
    from evidence
    group by grouping sets ((service_id), ())  -- each service, and the organization
    having (service_id is not null or grouping(service_id) = 1) and count(*) >= $min_n
)
select c.service_id, c.events, c.per_week, c.earlier, c.later, c.access_requests,
    case when c.of_all then round(c.per_week / nullif(f.fte, 0), 4) end as per_week_and_sre
from counted c
cross join staff f
