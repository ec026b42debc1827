select origin, line, 'version_too_new' as problem, api as detail
from openslo_objects
where regexp_matches(api, '^openslo(\.com)?/v2')
union all
select origin, line, 'version_unknown', concat_ws(' ', api, kind)
from openslo_objects
where regexp_matches(lower(api), '^openslo') and api not in ('openslo/v1', 'openslo/v1alpha')
    and not regexp_matches(api, '^openslo(\.com)?/v2')
  or not regexp_matches(lower(coalesce(api, '')), '^openslo') and (
    kind in ('SLO', 'SLI', 'AlertPolicy', 'AlertCondition', 'AlertNotificationTarget')
    or kind in ('Service', 'DataSource') and not regexp_matches(coalesce(api, ''), '^v[0-9]|/'))
union all
select origin, line, 'kind_unknown', coalesce(kind, '-')
from openslo_known
where coalesce(kind, '-') not in
  ('SLO', 'SLI', 'Service', 'DataSource', 'AlertPolicy', 'AlertCondition', 'AlertNotificationTarget')
union all
select origin, line, 'objectives_missing', coalesce(name, '-')
from openslo_known
where kind = 'SLO' and len(coalesce(object->'$.spec.objectives[*]', [])) = 0
union all
select distinct origin, line, 'window_unreadable',
  coalesce(name, '-') || ': ' || coalesce(duration, nullif(concat_ws(' ', unit_count, unit), ''), '-')
from openslo_windows
where not whole_days
union all
select origin, line, 'category_unclear', slo_id
from openslo_categories
where sli_category is null
union all
select origin, line, 'indicator_missing',
  coalesce(slo_id, '-') || coalesce(': ' || coalesce(objective->>'$.indicatorRef', spec->>'$.indicatorRef'), '')
from openslo_metrics
where ratio is null and threshold is null
union all
select origin, line, 'policy_missing', coalesce(name, '-') || ': ' || coalesce(wanted, '-')
from openslo_policies
where policy is null
union all
select origin, line, 'condition_missing', coalesce(name, '-') || ': ' || condition_name
from openslo_conditions
where condition is null
union all
select distinct origin, line, 'condition_unusable', coalesce(name, '-') || ': ' || condition_name
from openslo_conditions
where condition is not null and not burning
union all
select distinct origin, line, 'severity_unknown', coalesce(name, '-') || ': ' || coalesce(said, '-')
from openslo_conditions
where burning and severity is null
