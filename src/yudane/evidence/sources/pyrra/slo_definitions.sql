with objects as (  -- documents, and the items of lists as a cluster's client prints them
  select origin, line, position, body, body->>'$.apiVersion' as api, body->>'$.kind' as kind
  from documents
  union all
  select origin, line, position, item, item->>'$.apiVersion', item->>'$.kind'
  from (
    select origin, line, position, unnest(body->'$.items[*]') as item from documents
    where (body->>'$.kind') in ('List', 'ServiceLevelObjectiveList')
  )
),
slos as (
  select origin, line, position,
    body->>'$.metadata.name' as name,
    body->'$.metadata.labels' as labels,
    body->'$.metadata.annotations' as annotations,
    body->>'$.metadata.namespace' as namespace,
    body->'$.spec.indicator' as indicator,
    body->>'$.spec.target' as target,
    body->>'$.spec.window' as slo_window
  from objects
  where api = 'pyrra.dev/v1alpha1' and kind = 'ServiceLevelObjective'
),
units as (  -- a window like 1w3d12h, taken apart
  select *,
    coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)y', 1) as double), 0) * 525600
      + coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)w', 1) as double), 0) * 10080
      + coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)d', 1) as double), 0) * 1440
      + coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)h', 1) as double), 0) * 60
      + coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)m', 1) as double), 0) as minutes
  from slos
)
select origin, line,
  coalesce(namespace || '/', '') || name as slo_id,
  coalesce(labels->>'$."pyrra.dev/service"', annotations->>'$."pyrra.dev/service"',
    labels->>'$."app.kubernetes.io/name"', name) as service_id,
  coalesce(annotations->>'$."yudane.dev/user-journey"', labels->>'$."yudane.dev/user-journey"') as user_journey,
  coalesce(annotations->>'$."yudane.dev/sli-category"', labels->>'$."yudane.dev/sli-category"',
    case
      when json_type(indicator->'$.latency') = 'OBJECT' or json_type(indicator->'$.latencyNative') = 'OBJECT'
        then 'latency'
      when regexp_matches(lower(name), 'latenc|duration|response.?time|slow|percentile') then 'latency'
      when regexp_matches(lower(name), 'fresh|stale') then 'freshness'
      when regexp_matches(lower(name), 'durab') then 'durability'
      when regexp_matches(lower(name), 'correct|accura') then 'correctness'
      when regexp_matches(lower(name), 'throughput') then 'throughput'
      when regexp_matches(lower(name), 'quality') then 'quality'
      else 'availability' end) as sli_category,
  'ratio' as indicator_type,
  coalesce(cast(round(try_cast(target as double) / 100, 12) as varchar), target) as target,
  cast(minutes / 1440 as integer) as window_days,
  'rolling' as window_type,
  coalesce(labels->>'$."pyrra.dev/team"', labels->>'$.team', labels->>'$."pyrra.dev/owner"', labels->>'$.owner',
    annotations->>'$."pyrra.dev/team"', annotations->>'$."pyrra.dev/owner"') as owner_team_id,
  coalesce(annotations->>'$."yudane.dev/error-budget-policy"', labels->>'$."yudane.dev/error-budget-policy"')
    as error_budget_policy_url,
  coalesce(annotations->>'$."yudane.dev/error-budget-policy-approved-on"',
    labels->>'$."yudane.dev/error-budget-policy-approved-on"') as error_budget_policy_approved_on,
  coalesce(annotations->>'$."yudane.dev/valid-from"', labels->>'$."yudane.dev/valid-from"', cast($since as varchar))
    as valid_from
from units
where regexp_full_match(slo_window, '(?:[0-9]{1,5}[ywdhm])+') and minutes >= 1440 and minutes % 1440 = 0
order by position, slo_id
