with named as (
  select *,
    coalesce(spec->>'$.service', '?') || '-' || coalesce(slo->>'$.name', '?') as shown,
    spec->>'$.service' as service_id,
    coalesce(slo->>case when kubernetes then '$.alerting.pageAlert.disable'
      else '$.alerting.page_alert.disable' end, 'false') = 'true'
    and coalesce(slo->>case when kubernetes then '$.alerting.ticketAlert.disable'
      else '$.alerting.ticket_alert.disable' end, 'false') = 'true' as silent
  from sloth_slos
),
objects as (
  select *, coalesce(body->>'$.spec.service', body->>'$.service') as service_id from sloth_objects
)
select origin, line, 'version_unknown' as problem,
  coalesce(version, api, '-') as detail, service_id
from objects
where version like 'prometheus/%' and version <> 'prometheus/v1'
  or api like 'sloth.slok.dev/%' and api <> 'sloth.slok.dev/v1'
  or coalesce(api not like 'sloth.slok.dev/%', true) and kind in ('PrometheusServiceLevel', 'PrometheusServiceLevelList')
  or sloth_shaped
union all
select origin, line, 'kind_unknown', coalesce(kind, '-'), service_id
from objects
where api = 'sloth.slok.dev/v1' and coalesce(kind, '-') not in
  ('PrometheusServiceLevel', 'PrometheusServiceLevelList', 'AlertWindows')
union all
select origin, line, 'slos_missing', coalesce(spec->>'$.service', '-'), spec->>'$.service'
from sloth_specs
where len(coalesce(spec->'$.slos[*]', [])) = 0
union all
select origin, line, 'slo_broken', coalesce(spec->>'$.service', '-') || ' #' || number, spec->>'$.service'
from sloth_items
where json_type(slo) <> 'OBJECT'
union all
select origin, line, 'name_missing', shown, service_id
from named
where slo_id is null
union all
select origin, line, 'sli_missing', shown, service_id
from named
where coalesce(json_type(slo->'$.sli.plugin'), 'NULL') <> 'OBJECT'
  and coalesce(slo->>'$.sli.raw.error_ratio_query', slo->>'$.sli.raw.errorRatioQuery') is null
  and (coalesce(slo->>'$.sli.events.error_query', slo->>'$.sli.events.errorQuery') is null
    or coalesce(slo->>'$.sli.events.total_query', slo->>'$.sli.events.totalQuery') is null)
union all
select origin, line, 'target_as_share', shown || ': ' || (slo->>'$.objective'), service_id
from named
where try_cast(slo->>'$.objective' as double) > 0 and try_cast(slo->>'$.objective' as double) < 1
union all
select origin, line, 'alert_name_missing', shown, service_id
from named
where not silent and (slo->>'$.alerting.name') is null
union all
select origin, line, 'period_unreadable', shown || ': ' || period, service_id
from named
where period is not null and coalesce(own_hours < 24 or own_hours % 24 <> 0, true)
union all
select origin, line, 'period_without_windows', shown || ': ' || (hours // 24) || 'd', service_id
from named
where not silent and (slo->>'$.alerting.name') is not null and hours not in (672, 720)
  and hours not in (select hours from sloth_told_windows where used)
union all
select distinct origin, line, 'windows_broken', coalesce(period, '-'), null
from sloth_told_windows
where not sound
union all
select distinct origin, line, 'windows_several', period, null
from sloth_told_windows
where sound and not used
