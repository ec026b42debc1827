-- openslo_written: its apiVersion says so, whatever follows; openslo_shaped: its kind alone says so
-- helping: kinds whose objects count only through the SLOs that name them, or not at all
select *,
  coalesce(regexp_matches(lower(api), '^openslo'), false) as openslo_written,
  not coalesce(regexp_matches(lower(api), '^openslo'), false) and coalesce(
    kind in ('SLO', 'SLI', 'AlertPolicy', 'AlertCondition', 'AlertNotificationTarget')
    or kind in ('Service', 'DataSource') and not regexp_matches(coalesce(api, ''), '^v[0-9]|/'), false)
    as openslo_shaped,
  coalesce(kind in ('SLI', 'Service', 'AlertPolicy', 'AlertCondition', 'AlertNotificationTarget'), false) as helping
from (
  select origin, line, position, body as object, body->>'$.apiVersion' as api, body->>'$.kind' as kind,
    body->>'$.metadata.name' as name
  from documents
)
