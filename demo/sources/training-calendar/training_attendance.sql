select origin, line,
  no as training_id,
  guest->>'$.who' as person_id,
  guest->>'$.team' as team_id,
  guest->>'$.came' as attended,
  guest->>'$.stars' as rating
from (select origin, line, body->>'$.no' as no, unnest(body->'$.guests[*]') as guest from documents)
