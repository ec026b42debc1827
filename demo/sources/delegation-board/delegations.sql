select origin, line,
  body->>'$.service' as service_id,
  body->>'$.activity' as activity_key,
  body->>'$.now' as level_current,
  body->>'$.wish' as level_target,
  body->>'$.from' as effective_from,
  body->'$.people' as decided_by,
  body->>'$.reason' as reason,
  body->>'$.why' as trigger
from documents
where (body->>'$.card') = 'agreement'
