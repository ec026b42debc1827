select origin, line,
  body->>'$."サービス"' as service_id,
  body->>'$."指標"' as metric_key,
  body->>'$."月"' as period_start,
  body->>'$."値"' as value,
  body->>'$."単位"' as unit,
  body->>'$."チーム"' as team_id
from documents
where (body->>'$."指標"') is not null
