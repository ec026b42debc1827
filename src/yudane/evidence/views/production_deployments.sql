-- Every deployment to production that ended before as_of; recency 1 is the service's newest, equal moments share a rank.
select deployment_id, service_id, component, commit_sha, finished_at, outcome, trigger, manual_steps_count,
       caused_failure, recovered_at, is_rework, source_ref,
       cast(rank() over (partition by service_id order by finished_at desc) as bigint) as recency
from deployments
where environment = $production_environment and finished_at < $as_of
