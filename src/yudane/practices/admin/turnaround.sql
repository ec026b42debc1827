with evidence as (  -- one still waiting counts once it has waited longer than the last goal
    select t.service_id, t.request_id, t.request_type, t.created_at, t.answered_at, t.completed_at, t.source_ref,
        coalesce(t.completion_days, case when t.age_days > $p90_max then t.age_days end) as waited,
        coalesce(t.completion_days, case when t.completed_at is null then t.age_days end) is null as unreckoned
    from request_times t
    left join services s on s.service_id = t.service_id
    where t.request_type in ('admin', 'access') and t.created_at >= $as_of - interval 90 day
        and (t.service_id is null or s.service_id is not null)
),
scopes as (select false as whole union all select true)  -- each service, and the organization
select
    case when not whole then service_id end as service_id,
    count(*) as events,
    count(case when unreckoned then 1 end) as out_of_calendar,
    median(waited) as waited_median,
    percentile_disc(0.9) within group (order by waited) as waited_p90,
    median(case when request_type = 'admin' then waited end) as admin_median,
    median(case when request_type = 'access' then waited end) as access_median
from evidence
cross join scopes
where (whole or service_id is not null) and (unreckoned or waited is not null)
group by 1
