-- Changes with the production deployment that first brought them to users. A deployment that failed brought nothing.
-- One of several services is a row for each: that of the change's own service counts, and where it has none, the first
-- of any that did not fail.
with told as (
    select c.change_id, c.service_id, c.repo, c.first_commit_at, c.merged_at, c.deployment_id, c.source_ref,
           case when d.deployment_id is null then c.deployment_id end as sought,
           d.environment = $production_environment and d.finished_at < $as_of as is_linked,
           case when d.environment = $production_environment and d.finished_at < $as_of
               and (d.outcome is null or d.outcome <> 'failed') then d.finished_at end as deployed_at
    from changes c
    left join deployments d on d.deployment_id = c.deployment_id and d.service_id = c.service_id
    where c.merged_at < $as_of
),
others as (
    select d.deployment_id,
           min(case when d.outcome is null or d.outcome <> 'failed' then d.finished_at end) as deployed_at
    from (select distinct sought from told) as s
    join production_deployments d on d.deployment_id = s.sought
    group by d.deployment_id
)
select t.change_id, t.service_id, t.repo, t.first_commit_at, t.merged_at, t.deployment_id, t.source_ref,
       coalesce(t.is_linked, o.deployment_id is not null) as is_linked,
       coalesce(t.deployed_at, o.deployed_at) as deployed_at
from told t
left join others o on o.deployment_id = t.sought
where t.merged_at >= $as_of - interval 90 day
   or coalesce(t.deployed_at, o.deployed_at) >= $as_of - interval 365 day
