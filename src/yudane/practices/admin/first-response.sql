with evidence as (  -- one still waiting counts once it has waited longer than the last goal
    select service_id, request_id, request_type, created_at, answered_at, completed_at, source_ref,
        coalesce(answer_hours, case when age_hours > $p90_max then age_hours end) as waited,
        coalesce(answer_hours, case when answered_at is null then age_hours end) is null as unreckoned
    from request_times
    where request_type in ('admin', 'access') and created_at >= $as_of - interval 90 day
)
select service_id,
    count(*) as events,
    count(case when unreckoned then 1 end) as out_of_calendar,
    median(waited) as waited_median,
    percentile_disc(0.9) within group (order by waited) as waited_p90
from evidence
where unreckoned or waited is not null
group by grouping sets ((service_id), ())  -- each service, and the organization
having service_id is not null or (grouping(service_id) = 1 and count(*) > 0)
