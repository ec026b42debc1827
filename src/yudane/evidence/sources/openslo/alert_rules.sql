with objects as (
  select origin, line, position, body as object, body->>'$.apiVersion' as api, body->>'$.kind' as kind,
    body->>'$.metadata.name' as name
  from documents
),
known as (
  select * from objects where api in ('openslo/v1', 'openslo/v1alpha')
),
slis as (  -- the last one of a name stands
  select name, object->'$.metadata' as metadata, object->'$.spec' as spec from known
  where kind = 'SLI'
  qualify row_number() over (partition by name order by position desc) = 1
),
slos as (
  select origin, line, position, name,
    object->'$.metadata' as metadata,
    object->'$.spec' as spec,
    unnest(object->'$.spec.objectives[*]') as objective,
    generate_subscripts(object->'$.spec.objectives[*]', 1) as number,
    len(object->'$.spec.objectives[*]') as objectives
  from known
  where kind = 'SLO'
),
named as (  -- an objective's own name tells it apart only where every objective of the SLO has another one
  select *,
    count(distinct objective->>'$.displayName') over (partition by position) = objectives as told_apart
  from slos
),
measured as (
  select n.*,
    case when objectives = 1 then n.name
      when told_apart then n.name || '/' || (objective->>'$.displayName')
      else n.name || '/' || number end as slo_id,
    coalesce(objective->'$.indicator.metadata', own.metadata, n.spec->'$.indicator.metadata', shared.metadata)
      as indicator_metadata,
    coalesce(objective->'$.indicator.spec', own.spec, n.spec->'$.indicator.spec', shared.spec, n.spec->'$.indicator')
      as indicator
  from named n
  left join slis own on own.name = (objective->>'$.indicatorRef')
  left join slis shared on shared.name = (n.spec->>'$.indicatorRef')
),
metrics as (
  select *,
    case when json_type(indicator->'$.ratioMetric') = 'OBJECT' then indicator->'$.ratioMetric'
      when json_type(objective->'$.ratioMetrics') = 'OBJECT' then objective->'$.ratioMetrics' end as ratio,
    case when json_type(indicator->'$.thresholdMetric') = 'OBJECT' then indicator->'$.thresholdMetric' end as threshold
  from measured
),
asked as (
  select *,
    coalesce(ratio->>'$.good.metricSource.spec.query', ratio->>'$.good.query') as good_query,
    coalesce(ratio->>'$.bad.metricSource.spec.query', ratio->>'$.bad.query') as bad_query,
    coalesce(ratio->>'$.total.metricSource.spec.query', ratio->>'$.total.query') as total_query,
    coalesce(ratio->>'$.raw.metricSource.spec.query', ratio->>'$.raw.query') as raw_query,
    coalesce(threshold->>'$.metricSource.spec.query', threshold->>'$.query') as threshold_query,
    lower(concat_ws(' ', name, metadata->>'$.displayName', indicator_metadata->>'$.name',
      indicator_metadata->>'$.displayName', objective->>'$.displayName')) as words
  from metrics
),
policies as (
  select name, object as policy from known
  where kind = 'AlertPolicy'
  qualify row_number() over (partition by name order by position desc) = 1
),
conditions as (
  select name, object as condition from known
  where kind = 'AlertCondition'
  qualify row_number() over (partition by name order by position desc) = 1
),
entries as (
  select *, unnest(spec->'$.alertPolicies[*]') as entry,
    generate_subscripts(spec->'$.alertPolicies[*]', 1) as entry_number
  from asked
),
attached as (
  select e.*,
    case when json_type(entry->'$.spec') = 'OBJECT' then entry else p.policy end as policy
  from entries e
  left join policies p
    on p.name = case when json_type(entry) = 'VARCHAR' then entry->>'$' else entry->>'$.alertPolicyRef' end
),
items as (
  select *,
    coalesce(policy->>'$.metadata.name', 'policy-' || entry_number) as policy_name,
    unnest(policy->'$.spec.conditions[*]') as item
  from attached
),
held as (
  select i.*, case when json_type(item->'$.spec') = 'OBJECT' then item else c.condition end as condition
  from items i
  left join conditions c
    on c.name = case when json_type(item) = 'VARCHAR' then item->>'$' else item->>'$.conditionRef' end
),
read as (
  select *,
    lower(coalesce(condition->>'$.spec.condition.kind', 'burnrate')) as condition_kind,
    lower(coalesce(condition->>'$.spec.condition.op', 'gte')) as op,
    try_cast(condition->>'$.spec.condition.threshold' as double) as factor,
    ltrim(condition->>'$.spec.condition.lookbackWindow', '-') as lookback,
    regexp_replace(lower(trim(condition->>'$.spec.severity')), '[-_ ]', '', 'g') as said
  from held
),
burning as (
  select *,
    try_cast(left(lookback, -1) as bigint) * case right(lookback, 1)
      when 'm' then 1 when 'h' then 60 when 'd' then 1440 when 'w' then 10080 else 43200 end as minutes,
    case
      when said in ('page', 'pager', 'paging', 'critical', 'crit', 'high', 'urgent', 'emergency', 'emerg', 'fatal',
        'disaster', 'severe', 'sev0', 'sev1', 'sev2', 's0', 's1', 's2', 'p0', 'p1', 'p2') then 'page'
      when said in ('ticket', 'warning', 'warn', 'error', 'medium', 'moderate', 'average', 'major', 'minor',
        'sev3', 's3', 'p3') then 'ticket'
      else 'info' end as severity
  from read
  where condition_kind = 'burnrate' and op in ('gt', 'gte') and factor > 0
    and regexp_full_match(lookback, '0*[1-9][0-9]{0,5}[mhdwM]')
),
rules as (  -- conditions of one policy with the same threshold are the long and the short window of one rule
  select origin, line, position, number, slo_id, policy_name, factor, severity,
    any_value(spec->>'$.service') as service_id,
    any_value(metadata) as metadata,
    any_value(policy) as policy,
    any_value(words) as words,
    any_value(ratio) as ratio,
    max(condition->>'$.metadata.annotations.runbook_url') as condition_runbook,
    max(minutes) as long_min,
    case when min(minutes) < max(minutes) then min(minutes) end as short_min
  from burning
  group by origin, line, position, number, slo_id, policy_name, factor, severity
),
written as (
  select *,
    slo_id || '/' || policy_name || '/' || case
      when long_min % 1440 = 0 then (long_min // 1440) || 'd'
      when long_min % 60 = 0 then (long_min // 60) || 'h'
      else long_min || 'm' end as rule_id
  from rules
),
counted as (
  select *, row_number() over (partition by position, number, rule_id order by factor desc, severity) as same
  from written
)
select origin, line,
  rule_id || case when same > 1 then '#' || same else '' end as rule_id,
  service_id,
  coalesce(policy->>'$.metadata.displayName', policy_name) as name,
  severity,
  'slo_burn' as kind,
  case
    when regexp_matches(words, 'latenc|duration|response.?time|slow|percentile') then 'latency'
    when regexp_matches(words, 'availab|error|fail|success|5xx') then 'errors'
    else 'other' end as golden_signal,
  slo_id,
  factor as burn_rate_threshold,
  long_min as burn_long_window_min,
  short_min as burn_short_window_min,
  coalesce(policy->>'$.metadata.annotations.runbook_url', policy->>'$.metadata.annotations.runbook',
    condition_runbook, metadata->>'$.annotations.runbook_url', metadata->>'$.annotations.runbook') as runbook_url,
  coalesce(policy->>'$.metadata.labels.team[0]', policy->>'$.metadata.labels.team', metadata->>'$.labels.team[0]',
    metadata->>'$.labels.team', metadata->>'$.labels.owner[0]', metadata->>'$.labels.owner') as owner_team_id,
  coalesce(policy->>'$.spec.notificationTargets[0].targetRef', policy->>'$.spec.notificationTargets[0].metadata.name')
    as receiver,
  coalesce(policy->>'$.spec.alertWhenBreaching', 'true') <> 'false' as enabled
from counted
where slo_id is not null and service_id is not null
order by position, number, rule_id
