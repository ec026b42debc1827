-- "hands" counts the steps somebody did by hand.
select origin, line,
  release->>'$.no' as deployment_id,
  project as service_id,
  release->>'$.part' as component,
  release->>'$.to' as environment,
  release->>'$.digest' as artifact_digest,
  release->>'$.sha' as commit_sha,
  to_timestamp((release->>'$.begun')::bigint) as started_at,
  to_timestamp((release->>'$.ended')::bigint) as finished_at,
  case release->>'$.result' when 'done' then 'success' when 'taken back' then 'rolled_back' else 'failed' end as outcome,
  case when (release->>'$.hands')::int > 0 then 'manual' else 'automated' end as trigger,
  release->>'$.hands' as manual_steps_count,
  release->>'$.hurt' as caused_failure,
  to_timestamp((release->>'$.healed')::bigint) as recovered_at,
  release->>'$.mends' as is_rework,
  release->>'$.manner' as strategy
from (
  select origin, line, body->>'$.project' as project, unnest(body->'$.releases[*]') as release
  from documents
)
