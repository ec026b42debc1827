select origin, line,
  body->>'$.no' as recommendation_id,
  regexp_replace(body->>'$.account', '^nagisara-', '') as service_id,
  case body->>'$.kind' when 'idle' then 'idle' when 'smaller' then 'rightsizing' when 'storage' then 'storage'
    when 'deal' then 'commitment' else 'other' end as kind,
  body->>'$.yen' as estimated_monthly_saving,
  'JPY' as currency,
  body->>'$.seen' as first_seen_on,
  case body->>'$.state' when 'yes' then 'accepted' when 'no' then 'dismissed' else body->>'$.state' end as status,
  body->>'$.on' as decided_on,
  body->>'$.because' as decided_reason,
  body->>'$.done' as done_on
from documents
where (body->>'$.type') = 'hint'
