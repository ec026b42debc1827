with sparse as (  -- where the last 90 days hold too little, the last few count
    select service_id from production_deployments group by service_id
    having count(case when finished_at >= $as_of - interval 90 day then 1 end) < $min_n
),
earlier as (
    select d.*, rank() over (partition by d.service_id order by d.finished_at desc) as recency
    from production_deployments d join sparse s on s.service_id = d.service_id
),
chosen as (
    select service_id, deployment_id, component, finished_at, outcome, trigger, manual_steps_count, source_ref
    from production_deployments where finished_at >= $as_of - interval 90 day
    union all
    select service_id, deployment_id, component, finished_at, outcome, trigger, manual_steps_count, source_ref
    from earlier where finished_at < $as_of - interval 90 day and recency <= $min_n
),
evidence as (
    select *, trigger = 'automated' or manual_steps_count = 0 as automatic  -- null: not said
    from chosen
)
select
    service_id,
    count(*) as deployments_judged,
    min(finished_at) as first_finished_at,
    count(case when automatic then 1 end) as automatic_deployments,
    count(case when automatic is null then 1 end) as unclear_deployments,
    round(count(case when automatic then 1 end) * 1.0 / count(*), 9) as share_at_least,
    round(count(case when coalesce(automatic, true) then 1 end) * 1.0 / count(*), 9) as share_at_most
from evidence
group by service_id
having count(*) >= $min_n
