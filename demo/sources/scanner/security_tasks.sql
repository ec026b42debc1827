select origin, line,
  body->>'$.id' as security_task_id,
  body->>'$.product' as service_id,
  case body->>'$.kind' when 'notice' then 'policy_notice' when 'audit' then 'audit_finding'
    when 'posture' then 'posture_finding' else 'security_incident' end as kind,
  body->>'$.grade' as severity,
  body->>'$.given' as issued_at,
  'tate' as issued_by_team_id,
  body->>'$.heard' as acknowledged_at,
  body->>'$.due' as due_on,
  body->>'$.done' as completed_at
from documents
where (body->>'$.type') = 'order'
