select origin, line,
  run->>'$.no' as run_id,
  project as service_id,
  repo,
  run->>'$.sha' as commit_sha,
  run->>'$.main' as is_default_branch,
  case run->>'$.why' when 'pull' then 'pull_request' when 'clock' then 'schedule' when 'hand' then 'manual'
    else 'push' end as trigger,
  to_timestamp((run->>'$.begun')::bigint) as started_at,
  to_timestamp((run->>'$.ended')::bigint) as finished_at,
  case run->>'$.result' when 'green' then 'success' when 'red' then 'failure' else 'cancelled' end as outcome,
  run->>'$.tests' as test_count,
  run->>'$.broken' as tests_failed
from (
  select origin, line, body->>'$.project' as project, body->>'$.repo' as repo, unnest(body->'$.builds[*]') as run
  from documents
)
