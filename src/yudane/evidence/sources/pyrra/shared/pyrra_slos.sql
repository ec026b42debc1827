-- every SLO, its window in minutes; whole_days: a window that can be used
with slos as (
  select origin, line, position,
    body->>'$.metadata.name' as name,
    coalesce((body->>'$.metadata.namespace') || '/', '') || (body->>'$.metadata.name') as slo_id,
    coalesce(body->>'$.metadata.labels."pyrra.dev/service"', body->>'$.metadata.annotations."pyrra.dev/service"',
      body->>'$.metadata.labels."app.kubernetes.io/name"', body->>'$.metadata.name') as service_id,
    body->'$.metadata.labels' as labels,
    body->'$.metadata.annotations' as annotations,
    body->'$.spec.indicator' as indicator,
    body->'$.spec.alerting' as alerting,
    body->>'$.spec.target' as target,
    body->>'$.spec.window' as slo_window
  from pyrra_objects
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
select *,
  coalesce(regexp_full_match(slo_window, '(?:[0-9]{1,5}[ywdhm])+') and minutes >= 1440 and minutes % 1440 = 0, false)
    as whole_days
from units
