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
    coalesce((body->>'$.metadata.namespace') || '/', '') || (body->>'$.metadata.name') as slo_id,
    body->'$.metadata.labels' as labels,
    body->'$.metadata.annotations' as annotations,
    body->'$.spec.indicator' as indicator,
    body->'$.spec.alerting' as alerting,
    body->>'$.spec.window' as slo_window
  from objects
  where api = 'pyrra.dev/v1alpha1' and kind = 'ServiceLevelObjective'
),
units as (
  select *,
    coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)y', 1) as double), 0) * 525600
      + coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)w', 1) as double), 0) * 10080
      + coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)d', 1) as double), 0) * 1440
      + coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)h', 1) as double), 0) * 60
      + coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)m', 1) as double), 0) as minutes
  from slos
  where coalesce(alerting->>'$.disabled', 'false') <> 'true' and coalesce(alerting->>'$.burnrates', 'true') <> 'false'
),
speeds(speed, factor, usual, long_part, short_part) as (  -- the window divided by these gives Pyrra's windows
  values ('fastBurn', 14, 'critical', 672, 8064), ('mediumBurn', 7, 'critical', 112, 1344),
    ('slowBurn', 2, 'warning', 28, 336), ('longTermBurn', 1, 'warning', 7, 112)
),
alerts as (
  select u.*, s.factor,
    cast(round(minutes / long_part) as bigint) as long_min,
    cast(round(minutes / short_part) as bigint) as short_min,
    regexp_replace(lower(trim(coalesce(nullif(alerting->>('$.severities.' || speed), ''), usual))), '[-_ ]', '', 'g')
      as said
  from units u cross join speeds s
  where regexp_full_match(slo_window, '(?:[0-9]{1,5}[ywdhm])+') and minutes >= 1440 and minutes % 1440 = 0
),
rules as (
  select *,
    case
      when said in ('page', 'pager', 'paging', 'critical', 'crit', 'high', 'urgent', 'emergency', 'emerg', 'fatal',
        'disaster', 'severe', 'sev0', 'sev1', 'sev2', 's0', 's1', 's2', 'p0', 'p1', 'p2') then 'page'
      when said in ('ticket', 'warning', 'warn', 'error', 'medium', 'moderate', 'average', 'major', 'minor',
        'sev3', 's3', 'p3') then 'ticket'
      else 'info' end as severity
  from alerts
)
select origin, line,
  slo_id || '/' || severity || '/' || case
    when long_min % 1440 = 0 then (long_min // 1440) || 'd'
    when long_min % 60 = 0 then (long_min // 60) || 'h'
    else long_min || 'm' end as rule_id,
  coalesce(labels->>'$."pyrra.dev/service"', annotations->>'$."pyrra.dev/service"',
    labels->>'$."app.kubernetes.io/name"', name) as service_id,
  coalesce(nullif(alerting->>'$.name', ''), 'ErrorBudgetBurn') as name,
  severity,
  'slo_burn' as kind,
  case
    when json_type(indicator->'$.latency') = 'OBJECT' or json_type(indicator->'$.latencyNative') = 'OBJECT'
      then 'latency'
    else 'errors' end as golden_signal,
  slo_id,
  factor as burn_rate_threshold,
  long_min as burn_long_window_min,
  nullif(short_min, 0) as burn_short_window_min,
  coalesce(annotations->>'$."pyrra.dev/runbook_url"', annotations->>'$."pyrra.dev/runbook"',
    annotations->>'$.runbook_url', labels->>'$."pyrra.dev/runbook_url"') as runbook_url,
  coalesce(labels->>'$."pyrra.dev/team"', labels->>'$.team', labels->>'$."pyrra.dev/owner"', labels->>'$.owner',
    annotations->>'$."pyrra.dev/team"', annotations->>'$."pyrra.dev/owner"') as owner_team_id,
  true as enabled
from rules
where slo_id is not null
order by position, slo_id, long_min
