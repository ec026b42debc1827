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
owners as (  -- Sloth keeps the labels of an SLO on a rule of its own
  select rule->>'$.labels.sloth_id' as sloth_id,
    any_value(coalesce(rule->>'$.labels.team', rule->>'$.labels.owner')) as owner
  from rules
  where (rule->>'$.record') = 'sloth_slo_info'
  group by 1
),
alerts as (  -- labels of the rule stand before labels of its group
  select *,
    rule->>'$.alert' as name,
    coalesce(rule_group->>'$.name', '-') as group_name,
    rule->>'$.expr' as expr,
    json_merge_patch('{}',
      case when json_type(rule_group->'$.labels') = 'OBJECT' then rule_group->'$.labels' else '{}' end,
      case when json_type(rule->'$.labels') = 'OBJECT' then rule->'$.labels' else '{}' end) as labels,
    case when json_type(rule->'$.annotations') = 'OBJECT' then rule->'$.annotations' else '{}' end as notes,
    json_merge_patch('{}',
      case when json_type(object_labels) = 'OBJECT' then object_labels else '{}' end,
      case when json_type(object_annotations) = 'OBJECT' then object_annotations else '{}' end,
      case when json_type(rule_group->'$.labels') = 'OBJECT' then rule_group->'$.labels' else '{}' end,
      case when json_type(rule->'$.labels') = 'OBJECT' then rule->'$.labels' else '{}' end,
      case when json_type(rule->'$.annotations') = 'OBJECT' then rule->'$.annotations' else '{}' end) as everything
  from rules
  where json_type(rule->'$.alert') in ('VARCHAR', 'BIGINT', 'UBIGINT', 'DOUBLE', 'BOOLEAN')
    and trim(rule->>'$.alert') <> '' and trim(rule->>'$.expr') <> '' and not json_exists(rule, '$.record')
),
parts as (  -- what stands between the ORs of an expression is one condition
  select file_number, group_number, rule_number, part, part_number
  from alerts, unnest(regexp_split_to_array(expr, '(?i)\bor\b')) with ordinality as split(part, part_number)
),
hits as (  -- NAME:burnrate1h{...} > (14.4 * 0.001), or NAME:burn_rate_1h > 14.4
  select * exclude (part), unnest(windows) as burn_window, unnest(factors) as factor, unnest(signs) as sign,
    unnest(names) as metric
  from (
    select *,
      regexp_extract_all(part, pattern, 1) as names,
      regexp_extract_all(part, pattern, 2) as windows,
      regexp_extract_all(part, pattern, 3) as factors,
      regexp_extract_all(part, pattern, 4) as signs
    from parts, (select '(?i)(ratio_?rate|burn_?rate)_?((?:[0-9]+[smhdwy])+)\b\s*'
      || '(?:\{(?:"(?:[^"\\]|\\.)*"|[^{}"])*\})?[\s)]*(?:(?:by|without)\s*\([^()]*\)[\s)]*)?'
      || '>=?[\s(]*([0-9]+(?:\.[0-9]+)?)\s*([^\s0-9.]?)' as pattern)
  )
),
timed as (
  select file_number, group_number, rule_number, part_number,
    cast(factor as double) as factor,
    coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)y', 1) as bigint), 0) * 525600
      + coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)w', 1) as bigint), 0) * 10080
      + coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)d', 1) as bigint), 0) * 1440
      + coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)h', 1) as bigint), 0) * 60
      + coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)m', 1) as bigint), 0) as minutes
  from hits
  where sign = '*' or lower(metric) like 'burn%' and cast(factor as double) >= 1 and lower(sign) in ('', ')', 'a', 'u')
),
burns as (  -- the two windows of one factor are one rule
  select file_number, group_number, rule_number, part_number, factor,
    max(minutes) as long_min,
    case when min(minutes) < max(minutes) then min(minutes) end as short_min
  from timed
  where minutes > 0
  group by all
),
found as (
  select a.*, b.part_number, b.factor, b.long_min, b.short_min,
    coalesce(labels->>'$.sloth_id', nullif(regexp_extract(expr, 'sloth_id="([^"]+)"', 1), '')) as sloth_id,
    coalesce(labels->>'$.sloth_service', nullif(regexp_extract(expr, 'sloth_service="([^"]+)"', 1), '')) as sloth_service,
    coalesce(labels->>'$.sloth_slo', nullif(regexp_extract(expr, 'sloth_slo="([^"]+)"', 1), '')) as sloth_slo
  from alerts a left join burns b using (file_number, group_number, rule_number)
),
told as (
  select f.*, o.owner as sloth_owner,
    coalesce(everything->>'$."yudane.dev/kind"', everything->>'$.yudane_kind') as own_kind,
    coalesce(everything->>'$."yudane.dev/slo-id"', everything->>'$.yudane_slo_id', f.sloth_id, labels->>'$.slo_id',
      case when factor is not null and (labels->>'$.long') is not null and (labels->>'$.slo') is not null
        then concat_ws('/', namespace, labels->>'$.slo') end) as slo_id,
    regexp_replace(lower(trim(coalesce(labels->>'$.sloth_severity', labels->>'$.severity', labels->>'$.priority'))),
      '[-_ ]', '', 'g') as said,
    lower(name || ' ' || coalesce(sloth_slo, '')) as words
  from found f left join owners o on o.sloth_id = f.sloth_id
),
valued as (
  select *,
    case
      when said in ('page', 'pager', 'paging', 'critical', 'crit', 'high', 'urgent', 'emergency', 'emerg', 'fatal',
        'disaster', 'severe', 'sev0', 'sev1', 'sev2', 's0', 's1', 's2', 'p0', 'p1', 'p2') then 'page'
      when said in ('ticket', 'warning', 'warn', 'error', 'medium', 'moderate', 'average', 'major', 'minor',
        'sev3', 's3', 'p3') then 'ticket'
      else 'info' end as severity,
    coalesce(own_kind, case when factor is not null or sloth_id is not null then 'slo_burn' else 'unknown' end) as kind,
    case
      when long_min % 1440 = 0 then (long_min // 1440) || 'd'
      when long_min % 60 = 0 then (long_min // 60) || 'h'
      else long_min || 'm' end as long_window,
    slo_id is not null and long_min is not null as named_by_slo,
    regexp_replace(words, 'error_?budget', '') as plain_words,
    concat_ws('/', nullif(prefix, ''), group_name, name) as path
  from told
),
keyed as (
  select *,
    case when named_by_slo then slo_id || '/' || severity || '/' || long_window
      else concat_ws('/', path, long_window) end as base_id
  from valued
),
counted as (  -- the same name twice gets a number; the same SLO in two files stays one rule
  select *, row_number() over (partition by base_id, case when named_by_slo then file_number end
    order by position, file_number, group_number, rule_number, part_number, factor) as same
  from keyed
)
select origin, line,
  base_id || case when same > 1 then '#' || same else '' end as rule_id,
  list_filter([
    everything->>'$."yudane.dev/service"', everything->>'$.yudane_service', sloth_service,
    labels->>'$.service', labels->>'$.app', labels->>'$.job', labels->>'$."app.kubernetes.io/name"',
    notes->>'$.service', object_labels->>'$."app.kubernetes.io/name"', group_name
  ], lambda given: given not like '%{{%' and trim(given) <> '')[1] as service_id,
  name, severity, kind,
  coalesce(everything->>'$."yudane.dev/golden-signal"', everything->>'$.yudane_golden_signal',
    case
      when kind = 'slo_burn' and sloth_slo is not null then case
        when regexp_matches(words, 'latenc|duration|response.?time|slow|percentile') then 'latency'
        when regexp_matches(words, 'availab|error|fail|success|5xx') then 'errors'
        else 'other' end
      when regexp_matches(plain_words, 'latenc|slow|response_?time|duration') then 'latency'
      when regexp_matches(plain_words, 'error|errs|fail|5xx|4xx|success_?rate|unavailab') then 'errors'
      when regexp_matches(plain_words, 'saturat|cpu|memory|oomkill|outof[a-z]*(space|disk|files|capacity)|disk_?(space|full)'
        || '|usage|fillingup|overcommit|throttl|utili[sz]ation|capacity|quota|queue.*(length|full|size)|exhaust')
        then 'saturation'
      when regexp_matches(plain_words, 'traffic|throughput|request_?rate|request_?count|qps') then 'traffic'
      when regexp_matches(lower(expr), '(code|status)[a-z_]*=~?"5|_errors?_total|_failures?_total|_failed_total') then 'errors'
      when regexp_matches(lower(expr), '(duration|latency|response_time)[a-z_]*_bucket') then 'latency'
      else 'other' end) as golden_signal,
  slo_id,
  factor as burn_rate_threshold,
  long_min as burn_long_window_min,
  short_min as burn_short_window_min,
  list_filter([
    notes->>'$.runbook_url', notes->>'$.runbookUrl', notes->>'$.runbookURL', notes->>'$.runbook',
    notes->>'$.runbook_link', notes->>'$.playbook_url', notes->>'$.playbook',
    labels->>'$.runbook_url', labels->>'$.runbook'
  ], lambda given: trim(given) <> '')[1] as runbook_url,
  coalesce(labels->>'$.team', labels->>'$.owner', sloth_owner, object_labels->>'$.team', object_labels->>'$.owner')
    as owner_team_id,
  true as enabled
from counted
order by position, file_number, group_number, rule_number, part_number, factor
