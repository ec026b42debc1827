with objects as (
  select *,
    case when openslo_shaped then 'version_unknown'
      when regexp_matches(api, '^openslo(\.com)?/v2') then 'version_too_new'
      when openslo_written and api not in ('openslo/v1', 'openslo/v1alpha') then 'version_unknown' end as problem
  from openslo_objects
)
select origin, line, case when helping then 'helper_unread' else problem end as problem,
  case problem when 'version_too_new' then concat_ws(' ', api, case when helping then kind end)
    else concat_ws(' ', api, kind) end as detail,
  object->>'$.spec.service' as service_id
from objects
where problem is not null
union all
select origin, line, 'kind_unknown', coalesce(kind, '-'), object->>'$.spec.service'
from openslo_known
where coalesce(kind, '-') not in
  ('SLO', 'SLI', 'Service', 'DataSource', 'AlertPolicy', 'AlertCondition', 'AlertNotificationTarget')
union all
select origin, line, 'objectives_missing', coalesce(name, '-'), object->>'$.spec.service'
from openslo_known
where kind = 'SLO' and len(coalesce(object->'$.spec.objectives[*]', [])) = 0
union all
select distinct origin, line, 'name_missing', coalesce(name, '-') || ', ' || coalesce(spec->>'$.service', '-'), spec->>'$.service'
from openslo_objectives
where name is null or (spec->>'$.service') is null
union all
select distinct origin, line, 'datasource_missing', coalesce(name, '-') || ': ' || source_ref, spec->>'$.service'
from (
  select *, metric->>'$.metricSource.metricSourceRef' as source_ref
  from (select *, coalesce(ratio->'$.good', ratio->'$.bad', ratio->'$.raw', ratio->'$.total') as metric from openslo_metrics)
)
where source_ref is not null and (metric->>'$.metricSource.type') is null
  and source_ref not in (select name from openslo_known where kind = 'DataSource' and name is not null)
union all
select distinct origin, line, 'window_unreadable',
  coalesce(name, '-') || ': ' || coalesce(duration, nullif(concat_ws(' ', unit_count, unit), ''), '-'),
  spec->>'$.service'
from openslo_windows
where not whole_days
union all
select origin, line, 'target_as_share', coalesce(slo_id, '-') || ': ' || (objective->>'$.targetPercent'), spec->>'$.service'
from openslo_windows
where (objective->>'$.target') is null and try_cast(objective->>'$.targetPercent' as double) > 0
  and try_cast(objective->>'$.targetPercent' as double) < 1
union all
select origin, line, 'category_unclear', coalesce(slo_id, '-'), spec->>'$.service'
from openslo_categories
where sli_category is null
union all
select origin, line, 'indicator_missing',
  coalesce(slo_id, '-') || coalesce(': ' || coalesce(objective->>'$.indicatorRef', spec->>'$.indicatorRef'), ''),
  spec->>'$.service'
from openslo_metrics
where ratio is null and threshold is null
union all
select origin, line, 'query_missing', coalesce(slo_id, '-'), spec->>'$.service'
from openslo_metrics
where ratio is not null and coalesce(good_query, bad_query, raw_query) is null
union all
select origin, line, 'policy_missing', coalesce(name, '-') || ': ' || coalesce(wanted, '-'), service_id
from openslo_policies
where policy is null
union all
select origin, line, 'condition_missing', coalesce(name, '-') || ': ' || condition_name, service_id
from openslo_conditions
where condition is null
union all
select origin, line, 'condition_missing', coalesce(name, '-') || ': ' || coalesce(policy->>'$.metadata.name', '-'), service_id
from openslo_policies
where policy is not null and len(coalesce(policy->'$.spec.conditions[*]', [])) = 0
union all
select distinct origin, line, 'condition_unusable', coalesce(name, '-') || ': ' || condition_name, service_id
from openslo_conditions
where condition is not null and not burning
union all
select distinct origin, line, 'severity_unknown', coalesce(name, '-') || ': ' || coalesce(said, '-'), service_id
from openslo_conditions
where burning and severity is null
