-- Every deployment to production that ended before as_of.
select deployment_id, service_id, component, commit_sha, finished_at, outcome, trigger, manual_steps_count,
       caused_failure, recovered_at, is_rework, source_ref
from deployments
where environment = $production_environment and finished_at < $as_of
