select origin, line,
  body->>'$.no' as ideal_id,
  body->>'$.service' as service_id,
  body->>'$.without' as criterion_id,
  body->>'$.reason' as reason,
  body->>'$.people[0]' as agreed_by_dev,
  body->>'$.people[1]' as agreed_by_sre,
  body->>'$.on' as agreed_on,
  body->>'$.again' as review_on
from documents
where (body->>'$.card') = 'ideal'
