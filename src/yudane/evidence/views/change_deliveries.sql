-- Changes with the production deployment that first brought them to users. A deployment that failed brought nothing.
-- A deployment of several services is a row for each: that of the change's own service counts, and where it has none
-- the first that did not fail.
with told as (
    select c.change_id, c.service_id, c.repo, c.first_commit_at, c.merged_at, c.deployment_id, c.source_ref,
           d.deployment_id is not null as is_own,
           d.environment = $production_environment and d.finished_at < $as_of as is_linked,
           case when d.environment = $production_environment and d.finished_at < $as_of
               and (d.outcome is null or d.outcome <> 'failed') then d.finished_at end as deployed_at
    from changes c
    left join deployments d on d.deployment_id = c.deployment_id and d.service_id = c.service_id
    where c.merged_at < $as_of
),
elsewhere as (
    select d.deployment_id,
           min(case when d.outcome is null or d.outcome <> 'failed' then d.finished_at end) as deployed_at
    from (select distinct deployment_id from told where not is_own) as w
    join production_deployments d on d.deployment_id = w.deployment_id
    group by d.deployment_id
)
select t.change_id, t.service_id, t.repo, t.first_commit_at, t.merged_at, t.deployment_id, t.source_ref,
       case when t.is_own then t.is_linked else e.deployment_id is not null end as is_linked,
       case when t.is_own then t.deployed_at else e.deployed_at end as deployed_at
from told t
left join elsewhere e on e.deployment_id = t.deployment_id and not t.is_own
where t.merged_at >= $as_of - interval 90 day
   or case when t.is_own then t.deployed_at else e.deployed_at end >= $as_of - interval 365 day
