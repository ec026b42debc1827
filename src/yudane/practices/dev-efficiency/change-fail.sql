with recent as (
    select service_id, count(case when finished_at >= $as_of - interval 90 day then 1 end) >= $min_n as enough
    from production_deployments
    where finished_at >= $as_of - interval 180 day
    group by service_id
),
evidence as (  -- 90 days, or 180 where those hold too little
    select d.service_id, d.deployment_id, d.component, d.finished_at, d.outcome, d.caused_failure, d.source_ref,
        case when r.enough then 90 else 180 end as days
    from production_deployments d
    join recent r on r.service_id = d.service_id
    where d.finished_at >= $as_of - interval 180 day
        and (not r.enough or d.finished_at >= $as_of - interval 90 day)
)
select
    service_id,
    max(days) as window_days,
    count(*) as deployments_judged,
    count(case when caused_failure then 1 end) as failed_deployments,
    count(*) - count(caused_failure) as unchecked_deployments,
    round(count(case when caused_failure then 1 end) * 1.0 / count(*), 9) as share_at_least,
    round(count(case when coalesce(caused_failure, true) then 1 end) * 1.0 / count(*), 9) as share_at_most
from evidence
group by service_id
having count(*) >= $min_n
