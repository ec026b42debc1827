with evidence as (
    select service_id, deployment_id, component, finished_at, outcome, caused_failure, recovered_at,
        greatest(extract(epoch from (coalesce(recovered_at, $as_of) - finished_at)) / 3600.0, 0) as took,
        source_ref
    from production_deployments
    where finished_at >= $as_of - interval 180 day
        and coalesce(caused_failure, true)  -- one nobody checked may have failed
)
select
    service_id,
    count(caused_failure) as failed_deployments,
    count(*) - count(caused_failure) as unchecked_deployments,
    count(case when caused_failure and recovered_at is null then 1 end) as lasting_failures,
    median(case when caused_failure then took end) as median_hours,
    max(case when caused_failure then took end) as longest_hours,
    count(case when caused_failure and recovered_at is not null and took <= $target_hours then 1 end) as quick_recoveries,
    -- medians if the unchecked ones failed only where that helps, and only where it harms
    round(median(case when caused_failure or took <= $hours then took end), 9) as median_at_best,
    round(median(case when caused_failure or took > $hours then took end), 9) as median_at_worst
from evidence
group by service_id
having count(*) >= $min_n
