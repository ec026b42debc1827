with evidence as (  -- one still waiting counts once it has waited longer than the longest goal
    select service_id, request_id, created_at, answered_at, completed_at, age_days, source_ref,
        case when age_days > greatest($answer_max, $done_max, $done_p90_max) then age_days end as long_wait,
        coalesce(answer_days, case when answered_at is null then long_wait end) as days_to_answer,
        coalesce(completion_days, case when completed_at is null then long_wait end) as days_to_end,
        coalesce(answer_days, case when answered_at is null then age_days end) is null
            or coalesce(completion_days, case when completed_at is null then age_days end) is null as unreckoned
    from request_times
    where request_type in ('design_review', 'infra_review') and created_at >= $as_of - interval 90 day
)
select service_id,
    count(*) as events,
    count(case when unreckoned then 1 end) as out_of_calendar,
    median(days_to_answer) as answer_median,
    percentile_disc(0.9) within group (order by days_to_answer) as answer_p90,
    median(days_to_end) as done_median,
    percentile_disc(0.9) within group (order by days_to_end) as done_p90
from evidence
where unreckoned or days_to_answer is not null or days_to_end is not null
group by grouping sets ((service_id), ())  -- each service, and the organization
having service_id is not null or (grouping(service_id) = 1 and count(*) > 0)
