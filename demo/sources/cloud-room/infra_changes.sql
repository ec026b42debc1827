select origin, line,
  body->>'$.no' as infra_change_id,
  body->>'$.for' as service_id,
  body->>'$.at' as applied_at,
  case body->>'$.way' when 'pipeline' then 'iac_pipeline' when 'laptop' then 'iac_manual' else body->>'$.way' end as method,
  body->>'$.big' as is_major,
  body->>'$.by' as actor_team_id,
  body->>'$.seen_as' as review_request_id
from documents
where (body->>'$.type') = 'change'
