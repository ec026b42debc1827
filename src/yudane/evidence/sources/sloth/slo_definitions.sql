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
periods as (
  select body->>'$.spec.sloPeriod' as period from objects
  where api = 'sloth.slok.dev/v1' and kind = 'AlertWindows'
),
told as (  -- the period somebody wrote down, else that of the only AlertWindows
  select *,
    coalesce(said->>'$."yudane.dev/slo-period"', said->>'$.yudane_slo_period') as own_period,
    (select min(period) from periods having count(*) = 1) as shared_period
  from slos
),
counted as (
  select *,
    case when regexp_full_match(own_period, '[0-9]{1,4}[dw]|[0-9]{1,5}h')
      then try_cast(left(own_period, -1) as integer)
        * case right(own_period, 1) when 'w' then 168 when 'd' then 24 else 1 end end as own_hours,
    case when regexp_full_match(shared_period, '[0-9]{1,4}[dw]|[0-9]{1,5}h')
      then try_cast(left(shared_period, -1) as integer)
        * case right(shared_period, 1) when 'w' then 168 when 'd' then 24 else 1 end end as shared_hours
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
  cast(coalesce(
    case when own_hours >= 24 and own_hours % 24 = 0 then own_hours end,
    case when shared_hours >= 24 and shared_hours % 24 = 0 then shared_hours end, 720) / 24 as integer) as window_days,
  'rolling' as window_type,
  coalesce(said->>'$.team', said->>'$.owner') as owner_team_id,
  coalesce(said->>'$."yudane.dev/error-budget-policy"', said->>'$.yudane_error_budget_policy')
    as error_budget_policy_url,
  coalesce(said->>'$."yudane.dev/error-budget-policy-approved-on"', said->>'$.yudane_error_budget_policy_approved_on')
    as error_budget_policy_approved_on,
  coalesce(said->>'$."yudane.dev/valid-from"', said->>'$.yudane_valid_from', cast($since as varchar)) as valid_from
from counted
order by position, number
