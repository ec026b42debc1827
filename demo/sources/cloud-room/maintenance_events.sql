select origin, line,
  body->>'$.no' as maintenance_id,
  body->>'$.for' as service_id,
  body->>'$.what' as kind,
  body->>'$.told' as announced_at,
  body->>'$.until' as due_on,
  body->>'$.read' as acknowledged_at,
  body->>'$.reader' as acknowledged_team_id,
  body->>'$.doer' as performed_team_id,
  body->>'$.done' as completed_at
from documents
where (body->>'$.type') = 'notice'
