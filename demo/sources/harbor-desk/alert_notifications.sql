select origin, line,
  body->>'$.key' as notification_id,
  body->>'$.product' as service_id,
  body->>'$.print' as fingerprint,
  case body->>'$.how' when 'phone' then 'page' when 'mail' then 'ticket' else 'info' end as severity,
  body->>'$.from' as starts_at,
  body->>'$.to' as ends_at,
  body->>'$.team' as recipient_team_id,
  body->>'$.list' as schedule_id,
  body->>'$.taken.at' as acknowledged_at,
  body->>'$.taken.by' as acknowledged_by,
  body->>'$.passed_on' as escalated_at,
  case body->>'$.verdict' when 'useful' then 'actionable' when 'noise' then 'not_actionable' else 'unknown' end as disposition,
  body->>'$.night' as out_of_hours
from documents
where body->>'$.type' = 'call'
order by position
