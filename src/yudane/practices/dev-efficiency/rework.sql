with evidence as (
    select service_id, deployment_id, component, finished_at, outcome, is_rework, source_ref
    from production_deployments
    where finished_at >= $as_of - interval 180 day
)
select
    service_id,
    count(*) as deployments_judged,
    count(case when is_rework then 1 end) as rework_deployments,
    count(*) - count(is_rework) as unclear_deployments,
    round(count(case when is_rework then 1 end) * 1.0 / count(*), 9) as share_at_least,
    round(count(case when coalesce(is_rework, true) then 1 end) * 1.0 / count(*), 9) as share_at_most
from evidence
group by service_id
having count(*) >= $min_n
