select origin, line,
  body->>'$.id' as asset_id,
  body->>'$.product' as service_id,
  body->>'$.kind' as asset_kind,
  body->>'$.open_to_all' as publicly_exposed,
  body->>'$.from' as active_from,
  body->>'$.to' as active_to
from documents
where (body->>'$.type') = 'thing'
