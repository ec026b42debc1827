with burning as (
  select m.origin, m.line, position, m.number, m.slo_id, m.spec, m.metadata, m.words,
    c.entry_number, c.policy, c.condition, c.factor,
    coalesce(c.policy->>'$.metadata.name', 'policy-' || c.entry_number) as policy_name,
    coalesce(c.severity, 'info') as severity,
    try_cast(left(c.lookback, -1) as bigint) * case right(c.lookback, 1)
      when 'm' then 1 when 'h' then 60 when 'd' then 1440 when 'w' then 10080 else 43200 end as minutes
  from openslo_metrics m join openslo_conditions c using (position)
  where c.burning
),
rules as (  -- conditions of one policy with the same threshold are the long and the short window of one rule
  select origin, line, position, number, slo_id, policy_name, factor, severity,
    min(spec->>'$.service') as service_id,
    min(metadata) as metadata,
    min_by(policy, entry_number) as policy,
    min(words) as words,
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
    when regexp_matches(words, '\b(latency|latencies|durations?|response ?times?|slow(er|est|ly|ness)?|percentiles?)\b') then 'latency'
    when regexp_matches(words, '\b((un)?avail(able|ability)|errors?|fail(s|ed|ing|ures?)?|success(es|ful)?|5 ?xx)\b') then 'errors'
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
