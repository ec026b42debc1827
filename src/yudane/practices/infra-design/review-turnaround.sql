with evidence as (  -- one still waiting counts once it has waited longer than the longest goal
    select t.service_id, t.request_id, t.created_at, t.answered_at, t.completed_at, t.age_days, t.source_ref,
        case when t.age_days > greatest($answer_max, $done_max, $done_p90_max) then t.age_days end as long_wait,
        coalesce(t.answer_days, case when t.answered_at is null then long_wait end) as days_to_answer,
        coalesce(t.completion_days, case when t.completed_at is null then long_wait end) as days_to_end,
        coalesce(t.answer_days, case when t.answered_at is null then t.age_days end) is null
            or coalesce(t.completion_days, case when t.completed_at is null then t.age_days end) is null as unreckoned
    from request_times t
    left join services s on s.service_id = t.service_id
    where t.request_type in ('design_review', 'infra_review') and t.created_at >= $as_of - interval 90 day
        and (t.service_id is null or s.service_id is not null)
),
scopes as (select false as whole union all select true)  -- each service, and the organization
select
    case when not whole then service_id end as service_id,
    count(*) as events,
    count(case when unreckoned then 1 end) as out_of_calendar,
    median(days_to_answer) as answer_median,
    percentile_disc(0.9) within group (order by days_to_answer) as answer_p90,
    median(days_to_end) as done_median,
    percentile_disc(0.9) within group (order by days_to_end) as done_p90
from evidence
cross join scopes
where (whole or service_id is not null) and (unreckoned or days_to_answer is not null or days_to_end is not null)
group by 1
