select origin, line,
  body->>'$.key' as shift_id,
  body->>'$.list' as schedule_id,
  body->>'$.product' as service_id,
  body->>'$.who' as person_id,
  case body->>'$.turn' when '1' then 'primary' when '2' then 'secondary' else 'manager' end as role,
  body->>'$.from' as starts_at,
  body->>'$.to' as ends_at
from documents
where body->>'$.type' = 'duty'
order by position
