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
sorted as (  -- what the label says, else what the names say, else what the queries say
  select *,
    coalesce(
      metadata->>'$.annotations."yudane.dev/sli-category"', metadata->>'$.labels."yudane.dev/sli-category"[0]',
      metadata->>'$.labels."yudane.dev/sli-category"',
      indicator_metadata->>'$.annotations."yudane.dev/sli-category"',
      indicator_metadata->>'$.labels."yudane.dev/sli-category"[0]',
      indicator_metadata->>'$.labels."yudane.dev/sli-category"',
      case
        when regexp_matches(words, 'latenc|duration|response.?time|slow|percentile') then 'latency'
        when regexp_matches(words, 'fresh|stale') then 'freshness'
        when regexp_matches(words, 'durab') then 'durability'
        when regexp_matches(words, 'correct|accura') then 'correctness'
        when regexp_matches(words, 'throughput') then 'throughput'
        when regexp_matches(words, 'quality') then 'quality'
        when regexp_matches(words, 'availab|uptime|success|error|fail') then 'availability'
        when regexp_matches(concat_ws(' ', good_query, bad_query), '_bucket\s*\{[^}]*\ble="') then 'latency'
        when regexp_matches(lower(threshold_query), 'latenc|duration|response.?time|percentile|quantile') then 'latency'
        when ratio is not null then 'availability' end) as sli_category
  from asked
),
windows as (
  select *,
    coalesce(spec->'$.timeWindow[0]', spec->'$.timeWindows[0]', case when json_type(spec->'$.timeWindow') = 'OBJECT'
      then spec->'$.timeWindow' end) as slo_window
  from sorted
),
lengths as (
  select *,
    slo_window->>'$.duration' as duration,
    try_cast(slo_window->>'$.count' as integer) as unit_count,
    rtrim(lower(slo_window->>'$.unit'), 's') as unit
  from windows
),
dated as (  -- as v1 writes it (4w), or as v1alpha does (28 Day); a month is 30 days, a quarter 91, a year 365
  select *,
    case
      when regexp_full_match(duration, '[0-9]{1,5}[hdwmMqQyY]') then
        try_cast(left(duration, -1) as double) * case right(duration, 1)
          when 'h' then 1 / 24.0 when 'd' then 1 when 'w' then 7 when 'm' then 30 when 'M' then 30
          when 'q' then 91 when 'Q' then 91 else 365 end
      when duration is null then unit_count * case unit
          when 'hour' then 1 / 24.0 when 'day' then 1 when 'week' then 7 when 'month' then 30
          when 'quarter' then 91 when 'year' then 365 end
    end as days
  from lengths
),
usable as (
  select *,
    coalesce(round(days, 6) >= 1 and round(days, 6) = round(days) and not (right(duration, 1) = 'm' and days > 360),
      false) as whole_days
  from dated
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
  select origin, line, name, unnest(object->'$.spec.alertPolicies[*]') as entry
  from known
  where kind = 'SLO'
),
attached as (
  select e.*,
    case when json_type(entry) = 'VARCHAR' then entry->>'$' else entry->>'$.alertPolicyRef' end as wanted,
    case when json_type(entry->'$.spec') = 'OBJECT' then entry else p.policy end as policy
  from entries e
  left join policies p
    on p.name = case when json_type(entry) = 'VARCHAR' then entry->>'$' else entry->>'$.alertPolicyRef' end
),
items as (
  select *, unnest(policy->'$.spec.conditions[*]') as item from attached
),
held as (
  select i.*,
    coalesce(case when json_type(item) = 'VARCHAR' then item->>'$' else item->>'$.conditionRef' end,
      item->>'$.metadata.name', '-') as condition_name,
    case when json_type(item->'$.spec') = 'OBJECT' then item else c.condition end as condition
  from items i
  left join conditions c
    on c.name = case when json_type(item) = 'VARCHAR' then item->>'$' else item->>'$.conditionRef' end
),
read as (
  select *,
    condition->>'$.spec.severity' as severity,
    lower(coalesce(condition->>'$.spec.condition.kind', 'burnrate')) = 'burnrate'
      and lower(coalesce(condition->>'$.spec.condition.op', 'gte')) in ('gt', 'gte')
      and coalesce(try_cast(condition->>'$.spec.condition.threshold' as double), 0) > 0
      and coalesce(regexp_full_match(ltrim(condition->>'$.spec.condition.lookbackWindow', '-'),
        '0*[1-9][0-9]{0,5}[mhdwM]'), false) as burning
  from held
)
select origin, line, 'version_too_new' as problem, api as detail
from objects
where regexp_matches(api, '^openslo(\.com)?/v2')
union all
select origin, line, 'version_unknown', concat_ws(' ', api, kind)
from objects
where regexp_matches(lower(api), '^openslo') and api not in ('openslo/v1', 'openslo/v1alpha')
    and not regexp_matches(api, '^openslo(\.com)?/v2')
  or not regexp_matches(lower(coalesce(api, '')), '^openslo') and (
    kind in ('SLO', 'SLI', 'AlertPolicy', 'AlertCondition', 'AlertNotificationTarget')
    or kind in ('Service', 'DataSource') and not regexp_matches(coalesce(api, ''), '^v[0-9]|/'))
union all
select origin, line, 'kind_unknown', coalesce(kind, '-')
from known
where coalesce(kind, '-') not in
  ('SLO', 'SLI', 'Service', 'DataSource', 'AlertPolicy', 'AlertCondition', 'AlertNotificationTarget')
union all
select origin, line, 'objectives_missing', coalesce(name, '-')
from known
where kind = 'SLO' and len(coalesce(object->'$.spec.objectives[*]', [])) = 0
union all
select distinct origin, line, 'window_unreadable',
  coalesce(name, '-') || ': ' || coalesce(duration, nullif(concat_ws(' ', unit_count, unit), ''), '-')
from usable
where not whole_days
union all
select origin, line, 'category_unclear', slo_id
from sorted
where sli_category is null
union all
select origin, line, 'indicator_missing',
  coalesce(slo_id, '-') || coalesce(': ' || coalesce(objective->>'$.indicatorRef', spec->>'$.indicatorRef'), '')
from metrics
where ratio is null and threshold is null
union all
select origin, line, 'policy_missing', coalesce(name, '-') || ': ' || coalesce(wanted, '-')
from attached
where policy is null
union all
select origin, line, 'condition_missing', coalesce(name, '-') || ': ' || condition_name
from held
where condition is null
union all
select distinct origin, line, 'condition_unusable', coalesce(name, '-') || ': ' || condition_name
from read
where condition is not null and not burning
union all
select distinct origin, line, 'severity_unknown', coalesce(name, '-') || ': ' || coalesce(severity, '-')
from read
where burning and coalesce(regexp_replace(lower(trim(severity)), '[-_ ]', '', 'g'), '') not in (
  'page', 'pager', 'paging', 'critical', 'crit', 'high', 'urgent', 'emergency', 'emerg', 'fatal', 'disaster', 'severe',
  'sev0', 'sev1', 'sev2', 's0', 's1', 's2', 'p0', 'p1', 'p2', 'ticket', 'warning', 'warn', 'error', 'medium', 'moderate',
  'average', 'major', 'minor', 'sev3', 's3', 'p3', 'info', 'information', 'informational', 'notice', 'none', 'low',
  'debug', 'ok', 'sev4', 'sev5', 's4', 's5', 'p4', 'p5')
