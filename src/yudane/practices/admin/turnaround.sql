with evidence as (  -- one still waiting counts once it has waited longer than the last goal
    select service_id, request_id, request_type, created_at, answered_at, completed_at, source_ref,
        coalesce(completion_days, case when age_days > $p90_max then age_days end) as waited,
        coalesce(completion_days, case when completed_at is null then age_days end) is null as unreckoned
    from request_times
    where request_type in ('admin', 'access') and created_at >= $as_of - interval 90 day
)
select service_id,
    count(*) as events,
    count(case when unreckoned then 1 end) as out_of_calendar,
    median(waited) as waited_median,
    percentile_disc(0.9) within group (order by waited) as waited_p90,
    median(case when request_type = 'admin' then waited end) as admin_median,
    median(case when request_type = 'access' then waited end) as access_median
from evidence
where unreckoned or waited is not null
group by grouping sets ((service_id), ())  -- each service, and the organization
having service_id is not null or (grouping(service_id) = 1 and count(*) > 0)
