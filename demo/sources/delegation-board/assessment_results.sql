-- Kept by asking around: a level, and nothing of how it came.
select origin, line,
  body->>'$."サービス"' as service_id,
  body->>'$."活動"' as activity_key,
  body->>'$."日"' as as_of,
  body->>'$."レベル"' as level_min,
  body->>'$."レベル"' as level_max,
  body->>'$."レベル"' as published_level,
  '[]'::json as criteria
from documents
where (body->>'$."活動"') is not null
