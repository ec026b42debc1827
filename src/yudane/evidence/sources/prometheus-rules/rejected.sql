with objects as (  -- documents, and the items of lists as a cluster's client prints them
  select origin, line, position, body as object, body->>'$.kind' as kind, body->>'$.apiVersion' as api
  from documents
  union all
  select origin, line, position, item, item->>'$.kind', item->>'$.apiVersion'
  from (
    select origin, line, position, unnest(body->'$.items[*]') as item from documents
    where (body->>'$.kind') in ('List', 'PrometheusRuleList')
  )
),
files as (  -- rule objects of a cluster, and plain rule files
  select origin, line, position, row_number() over (order by position) as file_number,
    object->'$.spec.groups' as groups,
    object->'$.metadata.labels' as object_labels,
    object->'$.metadata.annotations' as object_annotations,
    object->>'$.metadata.namespace' as namespace,
    concat_ws('/', object->>'$.metadata.namespace', object->>'$.metadata.name') as prefix
  from objects
  where kind = 'PrometheusRule'
  union all
  select origin, line, position, 1000000000 + row_number() over (order by position), object->'$.groups', null, null, null,
    coalesce(object->>'$.namespace', '')
  from objects
  where kind is null and api is null and json_exists(object, '$.groups')
    and (len(list_filter(json_keys(object), lambda k: k not in ('groups', 'namespace', 'source_tenants'))) = 0
      or len(object->'$.groups[*].rules') > 0)
),
groups as (
  select * exclude (groups), unnest(groups->'$[*]') as rule_group, generate_subscripts(groups->'$[*]', 1) as group_number
  from files
),
rules as (
  select *, unnest(rule_group->'$.rules[*]') as rule, generate_subscripts(rule_group->'$.rules[*]', 1) as rule_number
  from groups
),
alerts as (
  select *,
    coalesce(rule_group->>'$.name', '-') || ' #' || rule_number as place,
    rule->>'$.alert' as name,
    json_merge_patch('{}',
      case when json_type(rule_group->'$.labels') = 'OBJECT' then rule_group->'$.labels' else '{}' end,
      case when json_type(rule->'$.labels') = 'OBJECT' then rule->'$.labels' else '{}' end) as rule_labels,
    json_type(rule->'$.alert') in ('VARCHAR', 'BIGINT', 'UBIGINT', 'DOUBLE', 'BOOLEAN')
      and trim(rule->>'$.alert') <> '' and trim(rule->>'$.expr') <> '' and not json_exists(rule, '$.record') as whole
  from rules
),
severities as (
  select origin, line, file_number, name, place,
    coalesce(rule_labels->>'$.sloth_severity', rule_labels->>'$.severity', rule_labels->>'$.priority') as severity
  from alerts
  where whole
)
select origin, line, 'groups_broken' as problem, coalesce(nullif(prefix, ''), '-') as detail
from files
where coalesce(json_type(groups), 'NULL') not in ('ARRAY', 'NULL')
union all
select origin, line, 'group_broken', coalesce(rule_group->>'$.name', '#' || group_number)
from groups
where json_type(rule_group) <> 'OBJECT' or coalesce(json_type(rule_group->'$.rules'), 'NULL') not in ('ARRAY', 'NULL')
union all
select origin, line, 'rule_broken', place
from alerts
where json_type(rule) <> 'OBJECT'
union all
select origin, line, 'rule_incomplete', place || coalesce(': ' || name, '')
from alerts
where json_type(rule) = 'OBJECT' and not coalesce(whole, false)
  and (json_exists(rule, '$.alert') or not json_exists(rule, '$.record'))
union all
select origin, line, 'severity_unknown', coalesce(severity, '-') || ' (' || count(*) || ': ' || min(name) || ')'
from severities
where coalesce(regexp_replace(lower(trim(severity)), '[-_ ]', '', 'g'), '') not in (
  'page', 'pager', 'paging', 'critical', 'crit', 'high', 'urgent', 'emergency', 'emerg', 'fatal', 'disaster', 'severe',
  'sev0', 'sev1', 'sev2', 's0', 's1', 's2', 'p0', 'p1', 'p2', 'ticket', 'warning', 'warn', 'error', 'medium', 'moderate',
  'average', 'major', 'minor', 'sev3', 's3', 'p3', 'info', 'information', 'informational', 'notice', 'none', 'low',
  'debug', 'ok', 'sev4', 'sev5', 's4', 's5', 'p4', 'p5')
group by origin, line, file_number, severity
