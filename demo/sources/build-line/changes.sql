select origin, line,
  merge->>'$.no' as change_id,
  project as service_id,
  repo,
  to_timestamp((merge->>'$.begun')::bigint) as first_commit_at,
  to_timestamp((merge->>'$.opened')::bigint) as opened_at,
  to_timestamp((merge->>'$.looked')::bigint) as first_review_at,
  to_timestamp((merge->>'$.merged')::bigint) as merged_at,
  merge->>'$.sha' as commit_sha,
  merge->>'$.lines' as lines_changed,
  case merge->>'$.by' when 'robot' then 'bot' else 'human' end as author_kind,
  merge->>'$.eyes' as reviewers_count,
  merge->>'$.bump' as is_dependency_update,
  merge->>'$.release' as deployment_id
from (
  select origin, line, body->>'$.project' as project, body->>'$.repo' as repo, unnest(body->'$.merges[*]') as merge
  from documents
)
