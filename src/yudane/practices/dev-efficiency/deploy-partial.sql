with placed as (
    select *, rank() over (partition by service_id order by finished_at desc) as recency
    from production_deployments
),
evidence as (  -- 90 days, or the last few where those hold too little: recency counts back from the newest
    select service_id, deployment_id, component, finished_at, outcome, trigger, manual_steps_count,
        trigger = 'automated' or manual_steps_count = 0 as automatic,  -- null: not said
        source_ref
    from placed
    where finished_at >= $as_of - interval 90 day or recency <= $min_n
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
