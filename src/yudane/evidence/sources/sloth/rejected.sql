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
  select origin, line, body as spec, false as kubernetes, '{}'::json as labels, '{}'::json as annotations
  from objects
  where version = 'prometheus/v1'
  union all
  select origin, line, body->'$.spec', true, body->'$.metadata.labels', body->'$.metadata.annotations'
  from objects
  where api = 'sloth.slok.dev/v1' and kind = 'PrometheusServiceLevel'
),
items as (
  select *, unnest(spec->'$.slos[*]') as slo, generate_subscripts(spec->'$.slos[*]', 1) as number
  from specs
),
slos as (
  select *,
    coalesce(spec->>'$.service', '?') || '-' || coalesce(slo->>'$.name', '?') as slo_id,
    json_merge_patch('{}',
      case when json_type(labels) = 'OBJECT' then labels else '{}' end,
      case when json_type(annotations) = 'OBJECT' then annotations else '{}' end,
      case when json_type(spec->'$.labels') = 'OBJECT' then spec->'$.labels' else '{}' end,
      case when json_type(slo->'$.labels') = 'OBJECT' then slo->'$.labels' else '{}' end) as said
  from items
  where json_type(slo) = 'OBJECT'
),
alerting as (
  select *,
    coalesce(slo->>case when kubernetes then '$.alerting.pageAlert.disable'
      else '$.alerting.page_alert.disable' end, 'false') = 'true'
    and coalesce(slo->>case when kubernetes then '$.alerting.ticketAlert.disable'
      else '$.alerting.ticket_alert.disable' end, 'false') = 'true' as silent,
    coalesce(said->>'$."yudane.dev/slo-period"', said->>'$.yudane_slo_period') as period
  from slos
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
periods as (
  select *,
    case when regexp_full_match(period, '[0-9]{1,4}[dw]|[0-9]{1,5}h') then try_cast(left(period, -1) as integer)
      * case right(period, 1) when 'w' then 168 when 'd' then 24 else 1 end end as own_hours
  from alerting
),
dated as (
  select *,
    coalesce(case when own_hours >= 24 and own_hours % 24 = 0 then own_hours end,
      (select min(hours) from custom), 720) as hours
  from periods
)
select origin, line, 'version_unknown' as problem,
  coalesce(version, api, '-') as detail
from objects
where version like 'prometheus/%' and version <> 'prometheus/v1'
  or api like 'sloth.slok.dev/%' and api <> 'sloth.slok.dev/v1'
  or coalesce(version, api, kind) is null and json_exists(body, '$.service') and json_exists(body, '$.slos')
union all
select origin, line, 'kind_unknown', coalesce(kind, '-')
from objects
where api = 'sloth.slok.dev/v1' and coalesce(kind, '-') not in
  ('PrometheusServiceLevel', 'PrometheusServiceLevelList', 'AlertWindows')
union all
select origin, line, 'slos_missing', coalesce(spec->>'$.service', '-')
from specs
where len(coalesce(spec->'$.slos[*]', [])) = 0
union all
select origin, line, 'slo_broken', coalesce(spec->>'$.service', '-') || ' #' || number
from items
where json_type(slo) <> 'OBJECT'
union all
select origin, line, 'sli_missing', slo_id
from slos
where coalesce(json_type(slo->'$.sli.plugin'), 'NULL') <> 'OBJECT'
  and coalesce(slo->>'$.sli.raw.error_ratio_query', slo->>'$.sli.raw.errorRatioQuery') is null
  and (coalesce(slo->>'$.sli.events.error_query', slo->>'$.sli.events.errorQuery') is null
    or coalesce(slo->>'$.sli.events.total_query', slo->>'$.sli.events.totalQuery') is null)
union all
select origin, line, 'alert_name_missing', slo_id
from alerting
where not silent and (slo->>'$.alerting.name') is null
union all
select origin, line, 'period_unreadable', slo_id || ': ' || period
from periods
where period is not null and coalesce(own_hours < 24 or own_hours % 24 <> 0, true)
union all
select origin, line, 'period_without_windows', slo_id || ': ' || (hours // 24) || 'd'
from dated
where not silent and (slo->>'$.alerting.name') is not null and hours not in (672, 720)
  and hours not in (select hours from custom)
union all
select distinct origin, line, 'windows_broken', coalesce(period, '-')
from checked
where not sound
union all
select distinct origin, line, 'windows_several', period
from checked
where sound and (select count(*) from checked where sound) > 4
