-- An hour without numbers was not measured.
select origin, line, slo_id, service_id,
  strftime(day + cast(hour - 1 as integer) * interval 1 hour, '%Y-%m-%dT%H:%M:%SZ') as bucket_start,
  total - bad as good_events,
  total as total_events
from (
  select origin, line, body->>'$.slo' as slo_id, body->>'$.service' as service_id,
    cast(body->>'$.day' as timestamp) as day,
    unnest(cast(body->'$.all' as bigint[])) as total,
    unnest(cast(body->'$.bad' as bigint[])) as bad,
    generate_subscripts(cast(body->'$.all' as bigint[]), 1) as hour
  from documents
)
where total is not null
