-- the answers, each about one SLO; what is not ours has no SLO or no series
-- meant: it holds at least two of the keys this source writes
select origin, line, position, body->>'$.address' as address, body->>'$.slo_id' as slo_id,
  body->>'$.service_id' as service_id, try_cast(body->>'$.bucket_seconds' as bigint) as bucket,
  coalesce(json_type(body, '$.series') = 'OBJECT' and (body->>'$.slo_id') is not null, false) as is_ours,
  len(list_filter(json_keys(body), lambda k: k in ('address', 'slo_id', 'bucket_seconds', 'series'))) >= 2 as meant
from documents
