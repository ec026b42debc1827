-- Changes with the production deployment that first brought them to users. A deployment that failed brought nothing.
select c.change_id, c.service_id, c.repo, c.first_commit_at, c.merged_at, c.deployment_id, c.source_ref,
       d.deployment_id is not null as is_linked,
       case when d.outcome is null or d.outcome <> 'failed' then d.finished_at end as deployed_at
from changes c
left join production_deployments d on d.deployment_id = c.deployment_id
where c.merged_at < $as_of
  and (c.merged_at >= $as_of - interval 90 day or d.finished_at >= $as_of - interval 365 day)
