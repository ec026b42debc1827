with alerts as (
  select o.*, s.factor,
    cast(round(minutes / long_part) as bigint) as long_min,
    cast(round(minutes / short_part) as bigint) as short_min,
    regexp_replace(lower(trim(coalesce(nullif(alerting->>('$.severities.' || speed), ''), usual))), '[-_ ]', '', 'g')
      as said
  from pyrra_slos o cross join pyrra_speeds s
  where whole_days
    and coalesce(alerting->>'$.disabled', 'false') <> 'true' and coalesce(alerting->>'$.burnrates', 'true') <> 'false'
),
rules as (
  select a.*, coalesce(w.severity, 'info') as severity
  from alerts a left join severity_words w on w.word = a.said
)
select origin, line,
  slo_id || '/' || severity || '/' || case
    when long_min % 1440 = 0 then (long_min // 1440) || 'd'
    when long_min % 60 = 0 then (long_min // 60) || 'h'
    else long_min || 'm' end as rule_id,
  service_id,
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
