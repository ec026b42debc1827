select origin, line,
  body->>'$.no' as session_id,
  body->>'$.service' as scope_id,
  body->>'$.activity' as activity_key,
  body->>'$.area' as decision_area,
  body->>'$.round' as round,
  vote->>'$[0]' as person_id,
  vote->>'$[1]' as side,
  vote->>'$[2]' as vote,
  body->>'$.shown' as revealed_at
from (
  select origin, line, body, unnest(body->'$.votes[*]') as vote from documents where (body->>'$.card') = 'poker'
)
