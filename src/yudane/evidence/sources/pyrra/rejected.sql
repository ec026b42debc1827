with objects as (
  select *,
    coalesce(body->>'$.metadata.labels."pyrra.dev/service"', body->>'$.metadata.annotations."pyrra.dev/service"',
      body->>'$.metadata.labels."app.kubernetes.io/name"', body->>'$.metadata.name') as service_id
  from pyrra_objects
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
  from pyrra_slos
),
severities as (
  select s.*, speed, alerting->>('$.severities.' || speed) as said
  from pyrra_slos s cross join pyrra_speeds
)
select origin, line, 'version_unknown' as problem, coalesce(api, '-') as detail, service_id
from objects
where api like 'pyrra.dev/%' and api <> 'pyrra.dev/v1alpha1'
  or kind = 'ServiceLevelObjective' and coalesce(api, '') not like '%/%'
  or pyrra_shaped and coalesce(api, '') not like 'pyrra.dev/%'
union all
select origin, line, 'kind_unknown', coalesce(kind, '-'), service_id
from objects
where api = 'pyrra.dev/v1alpha1' and coalesce(kind, '-') not in ('ServiceLevelObjective', 'ServiceLevelObjectiveList')
union all
select origin, line, 'name_missing', coalesce(service_id, '-'), service_id
from pyrra_slos
where slo_id is null
union all
select origin, line, 'window_unreadable', coalesce(name, '-') || ': ' || coalesce(slo_window, '-'), service_id
from pyrra_slos
where not whole_days
union all
select origin, line, 'target_as_share', coalesce(name, '-') || ': ' || target, service_id
from pyrra_slos
where try_cast(target as double) > 0 and try_cast(target as double) < 1
union all
select origin, line, 'indicator_missing', coalesce(name, '-'), service_id
from indicators
where not (errors and events or successes and events or errors and successes or latency or native or gauge)
union all
select origin, line, 'severity_unknown', coalesce(name, '-') || ', ' || speed || ': ' || said, service_id
from severities
where said <> ''
  and regexp_replace(lower(trim(said)), '[-_ ]', '', 'g') not in (select word from severity_words)
