with objects as (  -- documents, and the items of lists as a cluster's client prints them
  select origin, line, position, body, body->>'$.apiVersion' as api, body->>'$.kind' as kind,
    body->>'$.version' as version
  from documents
  union all
  select origin, line, position, item, item->>'$.apiVersion', item->>'$.kind', null
  from (
    select origin, line, position, unnest(body->'$.items[*]') as item from documents
    where (body->>'$.kind') in ('List', 'PrometheusServiceLevelList')
  )
),
specs as (
  select origin, line, position, body as spec, '{}'::json as labels, '{}'::json as annotations
  from objects
  where version = 'prometheus/v1'
  union all
  select origin, line, position, body->'$.spec', body->'$.metadata.labels', body->'$.metadata.annotations'
  from objects
  where api = 'sloth.slok.dev/v1' and kind = 'PrometheusServiceLevel'
),
items as (
  select *, unnest(spec->'$.slos[*]') as slo, generate_subscripts(spec->'$.slos[*]', 1) as number
  from specs
),
slos as (  -- said: labels and annotations of all levels, the nearer one wins
  select *,
    lower(slo->>'$.name') as words,
    json_merge_patch('{}',
      case when json_type(labels) = 'OBJECT' then labels else '{}' end,
      case when json_type(annotations) = 'OBJECT' then annotations else '{}' end,
      case when json_type(spec->'$.labels') = 'OBJECT' then spec->'$.labels' else '{}' end,
      case when json_type(slo->'$.labels') = 'OBJECT' then slo->'$.labels' else '{}' end) as said
  from items
  where json_type(slo) = 'OBJECT'
),
speeds(severity, speed, percent, long_min, short_min) as (
  values ('page', 'quick', 2, 60, 5), ('page', 'slow', 5, 360, 30),
    ('ticket', 'quick', 10, 1440, 120), ('ticket', 'slow', 10, 4320, 360)
),
given as (  -- alert windows as text, one row for each of the four alerts
  select origin, line, position, body->>'$.spec.sloPeriod' as period, severity, speed,
    try_cast(body->>('$.spec.' || severity || '.' || speed || '.errorBudgetPercent') as double) as percent,
    body->>('$.spec.' || severity || '.' || speed || '.longWindow') as long_window,
    body->>('$.spec.' || severity || '.' || speed || '.shortWindow') as short_window
  from objects cross join speeds
  where api = 'sloth.slok.dev/v1' and kind = 'AlertWindows'
),
counted as (
  select *,
    case when regexp_full_match(period, '[0-9]{1,4}[dw]|[0-9]{1,5}h') then try_cast(left(period, -1) as integer)
      * case right(period, 1) when 'w' then 168 when 'd' then 24 else 1 end end as hours,
    case when regexp_full_match(long_window, '[0-9]{1,5}[mhdw]') then try_cast(left(long_window, -1) as integer)
      * case right(long_window, 1) when 'w' then 10080 when 'd' then 1440 when 'h' then 60 else 1 end end as long_min,
    case when regexp_full_match(short_window, '[0-9]{1,5}[mhdw]') then try_cast(left(short_window, -1) as integer)
      * case right(short_window, 1) when 'w' then 10080 when 'd' then 1440 when 'h' then 60 else 1 end end as short_min
  from given
),
checked as (
  select *, bool_and(coalesce(hours >= 24 and hours % 24 = 0 and percent > 0 and long_min > 0 and short_min > 0, false))
    over (partition by position, hours) as sound
  from counted
),
custom as (  -- a delivery cannot say which of several Sloth runs with
  select * from checked
  where sound and (select count(*) from checked where sound) = 4
),
told as (
  select *, coalesce(said->>'$."yudane.dev/slo-period"', said->>'$.yudane_slo_period') as period from slos
),
periods as (  -- the period somebody wrote down, else that of the only alert windows, else Sloth's own 30 days
  select *,
    case when regexp_full_match(period, '[0-9]{1,4}[dw]|[0-9]{1,5}h') then try_cast(left(period, -1) as integer)
      * case right(period, 1) when 'w' then 168 when 'd' then 24 else 1 end end as own_hours
  from told
)
select origin, line,
  (spec->>'$.service') || '-' || (slo->>'$.name') as slo_id,
  spec->>'$.service' as service_id,
  coalesce(said->>'$."yudane.dev/user-journey"', said->>'$.yudane_user_journey') as user_journey,
  coalesce(said->>'$."yudane.dev/sli-category"', said->>'$.yudane_sli_category',
    case when (said->>'$.category') in
        ('availability', 'latency', 'quality', 'freshness', 'correctness', 'throughput', 'durability')
      then said->>'$.category' end,
    case
      when regexp_matches(words, 'latenc|duration|response.?time|slow|percentile') then 'latency'
      when regexp_matches(words, 'fresh|stale') then 'freshness'
      when regexp_matches(words, 'durab') then 'durability'
      when regexp_matches(words, 'correct|accura') then 'correctness'
      when regexp_matches(words, 'throughput') then 'throughput'
      when regexp_matches(words, 'quality') then 'quality'
      else 'availability' end) as sli_category,
  'ratio' as indicator_type,
  coalesce(cast(round(try_cast(slo->>'$.objective' as double) / 100, 12) as varchar), slo->>'$.objective') as target,
  coalesce(case when own_hours >= 24 and own_hours % 24 = 0 then own_hours end,
    (select min(hours) from custom), 720) // 24 as window_days,
  'rolling' as window_type,
  coalesce(said->>'$.team', said->>'$.owner') as owner_team_id,
  coalesce(said->>'$."yudane.dev/error-budget-policy"', said->>'$.yudane_error_budget_policy')
    as error_budget_policy_url,
  coalesce(said->>'$."yudane.dev/error-budget-policy-approved-on"', said->>'$.yudane_error_budget_policy_approved_on')
    as error_budget_policy_approved_on,
  coalesce(said->>'$."yudane.dev/valid-from"', said->>'$.yudane_valid_from', cast($since as varchar)) as valid_from
from periods
order by position, number
