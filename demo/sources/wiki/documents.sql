select origin, line,
  body->>'$.page' as document_id,
  body->>'$.product' as service_id,
  case body->>'$.sort'
    when '全体図' then 'overview_architecture' when '手順書' then 'runbook' when 'デプロイ手順' then 'deploy_guide'
    when '当番の手引き' then 'oncall_guide' when '障害対応フロー' then 'incident_flow' when '重大度' then 'severity_scale'
    when '連絡先' then 'contacts' when 'SLO' then 'slo_doc' when 'はじめに' then 'onboarding' when '復旧計画' then 'dr_plan'
    when '監視の方針' then 'monitoring_policy' when 'ふりかえりの方針' then 'postmortem_policy'
    when '脆弱性の方針' then 'vulnerability_policy' when '書き方' then 'doc_guideline' else 'other' end as doc_type,
  body->>'$.title' as title,
  body->>'$.at' as url,
  body->>'$.keeper' as owner_team_id,
  body->>'$.written' as last_modified_at,
  body->>'$.read' as last_reviewed_on,
  body->>'$.again_after' as review_interval_days,
  body->>'$.history' as version_controlled,
  body->>'$.answer' as http_status,
  body->>'$.links[0]' as links_total,
  body->>'$.links[1]' as links_broken,
  body->>'$.tried' as link_checked_at,
  body->'$.says' as states
from documents
where (body->>'$.page') is not null
