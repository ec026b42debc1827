-- A line holds the looks of one month at one thing: with which eye, when, and whether it saw everything.
select origin, line,
  thing || '@' || (look->>'$[1]') || '/' || (look->>'$[0]') as scan_id,
  thing as asset_id,
  product as service_id,
  look->>'$[0]' as scan_kind,
  'Mihari' as tool,
  look->>'$[1]' as finished_at,
  case when (look->>'$[2]') = 'true' then 'success' else 'failed' end as status
from (
  select origin, line, body->>'$.thing' as thing, body->>'$.product' as product, unnest(body->'$.looks[*]') as look
  from documents where (body->>'$.type') = 'looks'
)
