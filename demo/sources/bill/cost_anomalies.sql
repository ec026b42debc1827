-- Accounts are named after what runs in them.
select origin, line,
  body->>'$.no' as anomaly_id,
  regexp_replace(body->>'$.account', '^nagisara-', '') as service_id,
  body->>'$.noticed' as detected_at,
  body->>'$.taken' as acknowledged_at,
  body->>'$.explained' as resolved_at,
  body->>'$.explained' as disposed_at,
  body->>'$.yen' as impact_amount,
  'JPY' as currency,
  case body->>'$.why' when 'ours' then 'actioned' when 'expected' then 'expected' when 'nothing' then 'false_positive'
    else 'unknown' end as disposition,
  body->>'$.team' as routed_team_id
from documents
where (body->>'$.type') = 'odd'
