select origin, line,
  body->>'$.no' as monitor_id,
  body->>'$.for' as service_id,
  case body->>'$.eye' when 'outside' then 'blackbox' when 'inside' then 'whitebox' else body->>'$.eye' end as kind,
  body->>'$.of' as golden_signal,
  body->>'$.on' as enabled,
  body->>'$.well' as last_success_at
from documents
where (body->>'$.type') = 'probe'
