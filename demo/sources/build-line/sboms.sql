select origin, line,
  'parts/' || (part->>'$.digest') as sbom_id,
  project as service_id,
  part->>'$.image' as asset_id,
  part->>'$.digest' as artifact_digest,
  split_part(part->>'$.form', ' ', 1) as format,
  split_part(part->>'$.form', ' ', 2) as spec_version,
  to_timestamp((part->>'$.made')::bigint) as generated_at,
  part->>'$.count' as component_count
from (
  select origin, line, body->>'$.project' as project, unnest(body->'$.parts[*]') as part
  from documents
)
