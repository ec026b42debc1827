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
  select origin, line, position, body as spec, false as kubernetes, '{}'::json as labels, '{}'::json as annotations
  from objects
  where version = 'prometheus/v1'
  union all
  select origin, line, position, body->'$.spec', true, body->'$.metadata.labels', body->'$.metadata.annotations'
  from objects
  where api = 'sloth.slok.dev/v1' and kind = 'PrometheusServiceLevel'
),
items as (
  select *, unnest(spec->'$.slos[*]') as slo, generate_subscripts(spec->'$.slos[*]', 1) as number
  from specs
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
catalog as (
  select hours, severity, speed, percent, long_min, short_min from custom
  union all
  select hours, severity, speed, percent, long_min, short_min
  from (values (672), (720)) usual(hours) cross join speeds
  where hours not in (select hours from custom)
),
slos as (
  select *,
    json_merge_patch('{}',
      case when json_type(labels) = 'OBJECT' then labels else '{}' end,
      case when json_type(annotations) = 'OBJECT' then annotations else '{}' end,
      case when json_type(spec->'$.labels') = 'OBJECT' then spec->'$.labels' else '{}' end,
      case when json_type(slo->'$.labels') = 'OBJECT' then slo->'$.labels' else '{}' end) as said
  from items
  where json_type(slo) = 'OBJECT' and (slo->>'$.alerting.name') is not null
),
told as (
  select *, coalesce(said->>'$."yudane.dev/slo-period"', said->>'$.yudane_slo_period') as period from slos
),
periods as (
  select *,
    case when regexp_full_match(period, '[0-9]{1,4}[dw]|[0-9]{1,5}h') then try_cast(left(period, -1) as integer)
      * case right(period, 1) when 'w' then 168 when 'd' then 24 else 1 end end as own_hours
  from told
),
dated as (
  select *,
    coalesce(case when own_hours >= 24 and own_hours % 24 = 0 then own_hours end,
      (select min(hours) from custom), 720) as hours
  from periods
),
alerts as (
  select d.*, c.* exclude (hours),
    slo->('$.alerting.' || severity || case when kubernetes then 'Alert' else '_alert' end) as alert
  from dated d join catalog c on c.hours = d.hours
),
written as (  -- labels and annotations as the generated rule carries them
  select *,
    (spec->>'$.service') || '-' || (slo->>'$.name') as slo_id,
    lower((slo->>'$.alerting.name') || ' ' || (slo->>'$.name')) as words,
    json_merge_patch('{}',
      case when json_type(slo->'$.alerting.labels') = 'OBJECT' then slo->'$.alerting.labels' else '{}' end,
      case when json_type(alert->'$.labels') = 'OBJECT' then alert->'$.labels' else '{}' end) as alert_labels,
    json_merge_patch('{}',
      case when json_type(slo->'$.alerting.annotations') = 'OBJECT' then slo->'$.alerting.annotations' else '{}' end,
      case when json_type(alert->'$.annotations') = 'OBJECT' then alert->'$.annotations' else '{}' end) as notes
  from alerts
  where coalesce(alert->>'$.disable', 'false') <> 'true'
)
select origin, line,
  slo_id || '/' || severity || '/' || case
    when long_min % 1440 = 0 then (long_min // 1440) || 'd'
    when long_min % 60 = 0 then (long_min // 60) || 'h'
    else long_min || 'm' end as rule_id,
  spec->>'$.service' as service_id,
  slo->>'$.alerting.name' as name,
  severity,
  'slo_burn' as kind,
  case
    when regexp_matches(words, 'latenc|duration|response.?time|slow|percentile') then 'latency'
    when regexp_matches(words, 'availab|error|fail|success|5xx') then 'errors'
    else 'other' end as golden_signal,
  slo_id,
  round(percent / 100.0 * hours * 60 / long_min, 9) as burn_rate_threshold,
  long_min as burn_long_window_min,
  short_min as burn_short_window_min,
  list_filter([
    notes->>'$.runbook_url', notes->>'$.runbookUrl', notes->>'$.runbookURL', notes->>'$.runbook',
    notes->>'$.runbook_link', notes->>'$.playbook_url', notes->>'$.playbook',
    alert_labels->>'$.runbook_url', alert_labels->>'$.runbook'
  ], lambda given: trim(given) <> '')[1] as runbook_url,
  coalesce(alert_labels->>'$.team', alert_labels->>'$.owner', said->>'$.team', said->>'$.owner') as owner_team_id,
  true as enabled
from written
where slo_id is not null
order by position, number, severity, long_min
