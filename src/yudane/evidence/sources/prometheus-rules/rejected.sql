with placed as (
  select *,
    coalesce(rule_group->>'$.name', '-') || ' #' || rule_number as place,
    coalesce(labels->>'$.sloth_severity', labels->>'$.severity', labels->>'$.priority') as severity,
    list_filter([
      rule->>'$.annotations."yudane.dev/service"', rule->>'$.annotations.yudane_service',
      labels->>'$."yudane.dev/service"', labels->>'$.yudane_service', object_annotations->>'$."yudane.dev/service"',
      object_labels->>'$."yudane.dev/service"', labels->>'$.sloth_service', labels->>'$.service', labels->>'$.app',
      labels->>'$.job', labels->>'$."app.kubernetes.io/name"', rule->>'$.annotations.service',
      object_labels->>'$."app.kubernetes.io/name"', rule_group->>'$.name'
    ], lambda given: given not like '%{{%' and trim(given) <> '')[1] as service_id
  from rule_items
)
select origin, line, 'kind_unknown' as problem, concat_ws(' ', api, kind) as detail,
  coalesce(object->>'$.metadata.annotations."yudane.dev/service"', object->>'$.metadata.labels."yudane.dev/service"',
    object->>'$.metadata.labels."app.kubernetes.io/name"') as service_id
from rule_objects
where form = 'unread'
union all
select origin, line, 'rules_wrapped', concat_ws('/', object->>'$.metadata.namespace', object->>'$.metadata.name'), null
from rule_objects
where form = 'wrapped'
union all
select origin, line, 'answer_incomplete',
  coalesce(object->>'$.errorType', object->>'$.status', '-') || coalesce(': ' || (object->>'$.error'), ''), null
from rule_objects
where form = 'answer' and (coalesce(object->>'$.status', '') <> 'success' or coalesce(json_type(object->'$.data.groups'), 'NULL') <> 'ARRAY'
  or (object->>'$.data.groupNextToken') <> '')
union all
select origin, line, 'groups_broken', coalesce(nullif(prefix, ''), '-'),
  coalesce(object_annotations->>'$."yudane.dev/service"', object_labels->>'$."yudane.dev/service"',
    object_labels->>'$."app.kubernetes.io/name"')
from rule_files
where coalesce(json_type(groups), 'NULL') not in ('ARRAY', 'NULL')
union all
select origin, line, 'group_broken', coalesce(rule_group->>'$.name', '#' || group_number),
  coalesce(rule_group->>'$.labels.service', object_labels->>'$."app.kubernetes.io/name"', rule_group->>'$.name')
from rule_groups
where json_type(rule_group) <> 'OBJECT' or not json_exists(rule_group, '$.rules')
  or coalesce(json_type(rule_group->'$.rules'), 'NULL') not in ('ARRAY', 'NULL')
union all
select origin, line, 'rule_broken', place, service_id
from placed
where json_type(rule) <> 'OBJECT'
union all
select origin, line, 'rule_incomplete', place || coalesce(': ' || name, ''), service_id
from placed
where json_type(rule) = 'OBJECT' and not whole
  and (json_exists(rule, '$.alert') or not json_exists(rule, '$.record') or not json_exists(rule, '$.expr'))
union all
select origin, line, 'slo_incomplete', coalesce(slo_id, '-'), service_id
from rule_slos
where slo_id is null or target is null or not coalesce(days >= 1 and days = round(days), false)
union all
select origin, line, 'severity_unknown', coalesce(severity, '-') || ' (' || count(*) || ': ' || min(name) || ')', null
from placed
where whole and coalesce(regexp_replace(lower(trim(severity)), '[-_ ]', '', 'g'), '') not in
  (select word from severity_words)
group by origin, line, position, prefix, severity
