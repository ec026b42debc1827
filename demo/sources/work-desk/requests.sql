select origin, line,
  body->>'$.no' as request_id,
  case body->>'$.kind' when 'design' then 'design_review' when 'plan' then 'infra_review' when 'urgent' then 'urgent_vuln'
    when 'work' then 'infra_work' when 'admin' then 'admin' when 'access' then 'access' when 'support' then 'support'
    when 'training' then 'training' else 'other' end as request_type,
  body->>'$.product' as service_id,
  body->>'$.from' as requester_team_id,
  body->>'$.to' as assignee_team_id,
  body->>'$.who' as assignee_person_id,
  body->>'$.asked' as created_at,
  body->>'$.answered' as first_response_at,
  body->>'$.done' as completed_at,
  case body->>'$.state' when 'closed' then 'done' else 'open' end as status,
  case body->>'$.verdict' when 'fine' then 'approved' when 'again' then 'changes_requested' when 'no' then 'rejected' end
    as review_outcome,
  body->'$.looked' as review_dimensions,
  body->>'$.together' as joint_decision,
  body->>'$.minutes' as effort_minutes,
  body->>'$.again' as reopened_count,
  body->>'$.robot' as automatable,
  body->>'$.hurry' as priority,
  body->>'$.about' as related_ref
from documents
where (body->>'$.type') = 'request'
