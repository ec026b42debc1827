with objects as (  -- documents, and the items of lists as a cluster's client prints them
  select origin, line, body, body->>'$.apiVersion' as api, body->>'$.kind' as kind
  from documents
  union all
  select origin, line, item, item->>'$.apiVersion', item->>'$.kind'
  from (
    select origin, line, unnest(body->'$.items[*]') as item from documents
    where (body->>'$.kind') in ('List', 'ServiceLevelObjectiveList')
  )
),
slos as (
  select origin, line,
    coalesce(body->>'$.metadata.name', '-') as name,
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
),
indicators as (
  select *,
    (indicator->>'$.ratio.errors.metric') is not null as errors,
    (indicator->>'$.ratio.success.metric') is not null as successes,
    (indicator->>'$.ratio.total.metric') is not null as events,
    (indicator->>'$.latency.success.metric') is not null and (indicator->>'$.latency.total.metric') is not null as latency,
    (indicator->>'$.latencyNative.total.metric') is not null
      and coalesce(regexp_full_match(trim(indicator->>'$.latencyNative.latency'), '(?:[0-9]{1,6}(?:ms|s|m|h))+'), false)
      as native,
    (indicator->>'$.bool_gauge.metric') is not null as gauge
  from slos
),
severities as (
  select s.*, speed, alerting->>('$.severities.' || speed) as word
  from slos s cross join (values ('fastBurn'), ('mediumBurn'), ('slowBurn'), ('longTermBurn')) speeds(speed)
)
select origin, line, 'version_unknown' as problem, api as detail
from objects
where api like 'pyrra.dev/%' and api <> 'pyrra.dev/v1alpha1'
  or kind = 'ServiceLevelObjective' and coalesce(api, '') not like '%/%'
union all
select origin, line, 'kind_unknown', coalesce(kind, '-')
from objects
where api = 'pyrra.dev/v1alpha1' and coalesce(kind, '-') not in ('ServiceLevelObjective', 'ServiceLevelObjectiveList')
union all
select origin, line, 'window_unreadable', name || ': ' || coalesce(slo_window, '-')
from units
where not coalesce(regexp_full_match(slo_window, '(?:[0-9]{1,5}[ywdhm])+') and minutes >= 1440 and minutes % 1440 = 0,
  false)
union all
select origin, line, 'indicator_missing', name
from indicators
where not (errors and events or successes and events or errors and successes or latency or native or gauge)
union all
select origin, line, 'severity_unknown', name || ', ' || speed || ': ' || word
from severities
where word <> '' and regexp_replace(lower(trim(word)), '[-_ ]', '', 'g') not in (
  'page', 'pager', 'paging', 'critical', 'crit', 'high', 'urgent', 'emergency', 'emerg', 'fatal', 'disaster', 'severe',
  'sev0', 'sev1', 'sev2', 's0', 's1', 's2', 'p0', 'p1', 'p2', 'ticket', 'warning', 'warn', 'error', 'medium', 'moderate',
  'average', 'major', 'minor', 'sev3', 's3', 'p3', 'info', 'information', 'informational', 'notice', 'none', 'low',
  'debug', 'ok', 'sev4', 'sev5', 's4', 's5', 'p4', 'p5')
