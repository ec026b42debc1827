with newest as (
    select *, row_number() over (partition by service_id order by finished_at desc, deployment_id desc) as place,
        finished_at >= $as_of - interval 90 day as is_in_90_days,
        greatest(extract(epoch from (coalesce(recovered_at, $as_of) - finished_at)) / 3600.0, 0) as took
    from production_deployments
    where finished_at >= $as_of - interval 180 day
),
evidence as (  -- the last ones, and those that may have taken long to recover
    select service_id, deployment_id, component, finished_at, outcome, caused_failure, recovered_at, took,
        place <= $last_deployments as is_recent,
        is_in_90_days and took > $hours and coalesce(caused_failure, true) as may_be_slow, source_ref
    from newest
    where place <= $last_deployments or is_in_90_days and took > $hours and coalesce(caused_failure, true)
),
counted as (
    select service_id,
        count(case when is_recent then 1 end) as deployments,
        count(case when is_recent and caused_failure then 1 end) as failed_deployments,
        count(case when is_recent and coalesce(caused_failure, true) then 1 end) as failed_at_most,
        count(case when may_be_slow and caused_failure then 1 end) as slow_recoveries,
        count(case when may_be_slow then 1 end) as slow_at_most
    from evidence
    group by service_id
)
select service_id, deployments, failed_deployments, slow_recoveries, slow_at_most,
    case when deployments >= $last_deployments
        then round(failed_deployments * 1.0 / deployments, 9) end as share_at_least,
    case when deployments >= $last_deployments
        then round(failed_at_most * 1.0 / deployments, 9) end as share_at_most
from counted
