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
)
select origin, line, slo_id,
  spec->>'$.service' as service_id,
  coalesce(metadata->>'$.annotations."yudane.dev/user-journey"', metadata->>'$.labels."yudane.dev/user-journey"')
    as user_journey,
  sli_category,
  case when threshold is not null then 'threshold' else 'ratio' end as indicator_type,
  coalesce(objective->>'$.target',
    cast(round(try_cast(objective->>'$.targetPercent' as double) / 100, 12) as varchar),
    objective->>'$.targetPercent') as target,
  cast(round(days) as integer) as window_days,
  case when (slo_window->>'$.isRolling') = 'true' then 'rolling'
    when (slo_window->>'$.isRolling') = 'false' or json_type(slo_window->'$.calendar') = 'OBJECT' then 'calendar'
    else 'rolling' end as window_type,
  case when lower(spec->>'$.budgetingMethod') in ('timeslices', 'ratiotimeslices') then
    case
      when regexp_full_match(objective->>'$.timeSliceWindow', '[0-9]{1,6}')
        then try_cast(objective->>'$.timeSliceWindow' as integer) * 60
      when regexp_full_match(objective->>'$.timeSliceWindow', '[0-9]{1,6}[mhdw]')
        then try_cast(left(objective->>'$.timeSliceWindow', -1) as integer)
          * case right(objective->>'$.timeSliceWindow', 1) when 'm' then 60 when 'h' then 3600 when 'd' then 86400
            else 604800 end
    end end as bucket_seconds,
  coalesce(metadata->>'$.labels.team[0]', metadata->>'$.labels.team', metadata->>'$.labels.owner[0]',
    metadata->>'$.labels.owner', metadata->>'$.annotations.team', metadata->>'$.annotations.owner') as owner_team_id,
  coalesce(metadata->>'$.annotations."yudane.dev/error-budget-policy"',
    metadata->>'$.labels."yudane.dev/error-budget-policy"') as error_budget_policy_url,
  coalesce(metadata->>'$.annotations."yudane.dev/error-budget-policy-approved-on"',
    metadata->>'$.labels."yudane.dev/error-budget-policy-approved-on"') as error_budget_policy_approved_on,
  coalesce(metadata->>'$.annotations."yudane.dev/valid-from"', metadata->>'$.labels."yudane.dev/valid-from"',
    cast($since as varchar)) as valid_from
from usable
where whole_days and sli_category is not null
order by position, number
