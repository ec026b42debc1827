with catalog as (
  select hours, severity, speed, percent, long_min, short_min from sloth_told_windows where used
  union all
  select hours, severity, speed, percent, long_min, short_min
  from (values (672), (720)) periods(hours) cross join sloth_usual_windows
  where hours not in (select hours from sloth_told_windows where used)
),
alerts as (
  select s.*, c.* exclude (hours),
    slo->('$.alerting.' || severity || case when kubernetes then 'Alert' else '_alert' end) as alert
  from sloth_slos s join catalog c on c.hours = s.hours
  where (slo->>'$.alerting.name') is not null
),
written as (  -- labels and annotations as the generated rule carries them
  select *,
    -- the words of the names, however they are joined: OrdersFail, orders_fail, orders-fail
    regexp_replace(lower(regexp_replace(regexp_replace(regexp_replace((slo->>'$.alerting.name') || ' ' || (slo->>'$.name'),
      '(\p{Ll}|[0-9])(\p{Lu})', '\1 \2', 'g'), '(\p{Lu})(\p{Lu}\p{Ll})', '\1 \2', 'g'), '([A-Za-z])([0-9])', '\1 \2', 'g')),
      '[^\p{L}\p{N}]+', ' ', 'g') as words,
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
    when regexp_matches(words, '\b(latency|latencies|durations?|response ?times?|slow(er|est|ly|ness)?|percentiles?)\b') then 'latency'
    when regexp_matches(words, '\b((un)?avail(able|ability)|errors?|fail(s|ed|ing|ures?)?|success(es|ful)?|5 ?xx)\b') then 'errors'
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
