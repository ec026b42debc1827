with evidence as (
    select service_id, request_id, request_type, created_at, completed_at, status, age_days,
        completion_days, source_ref
    from request_times
    where request_type in ('admin', 'access')
        and (completed_at is null or created_at >= $as_of - interval 90 day)
),
everything as (  -- an empty queue is a queue too; a row without a request stands for it
    select service_id as scope, request_id, created_at, completed_at, age_days, completion_days
    from evidence where service_id is not null
    union all
    select '', request_id, created_at, completed_at, age_days, completion_days from evidence
    union all
    select service_id, null, null, null, null, null from services
    union all
    select '', null, null, null, null, null
),
work_days as (
    select count(case when is_business_day then 1 end) as business_days
    from business_days
    where date >= $as_of - interval 90 day and date < $as_of
)
select
    nullif(e.scope, '') as service_id,
    count(case when e.completed_at is null then e.request_id end) as open_requests,
    coalesce(max(case when e.completed_at is null then e.age_days end),
        case when count(case when e.completed_at is null then e.request_id end) = 0 then 0 end) as oldest,
    percentile_disc(0.9) within group (order by case when e.completed_at is null then e.age_days end) as oldest_p90,
    count(case when e.completed_at is null and e.age_days is null then e.request_id end) as out_of_calendar,
    round(count(case when e.created_at >= $as_of - interval 90 day then 1 end) * 1.0
        / nullif(max(w.business_days), 0) * avg(e.completion_days), 4) as queue_expected
from everything e
cross join work_days w
group by e.scope
