-- the answers, each about one SLO; what is not ours has no SLO or no series
select origin, line, position, body->>'$.address' as address, body->>'$.slo_id' as slo_id,
  body->>'$.service_id' as service_id, try_cast(body->>'$.bucket_seconds' as bigint) as bucket,
  json_type(body, '$.series') = 'OBJECT' and (body->>'$.slo_id') is not null as is_ours
from documents
