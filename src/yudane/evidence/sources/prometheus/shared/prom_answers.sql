-- the answers about one SLO each; the rest is not of this source
select origin, line, position, body, body->>'$.address' as address, body->>'$.slo_id' as slo_id,
  body->>'$.service_id' as service_id, try_cast(body->>'$.bucket_seconds' as bigint) as bucket,
  json_type(body, '$.series') = 'OBJECT' and (body->>'$.slo_id') is not null as is_ours
from documents
