with owners as (  -- Sloth keeps the labels of an SLO on a rule of its own
  select rule->>'$.labels.sloth_id' as sloth_id,
    min(coalesce(rule->>'$.labels.team', rule->>'$.labels.owner')) as owner
  from rule_items
  where (rule->>'$.record') = 'sloth_slo_info'
  group by 1
),
alerts as (
  select *,
    coalesce(rule_group->>'$.name', '-') as group_name,
    rule->>'$.expr' as expr,
    case when json_type(rule->'$.annotations') = 'OBJECT' then rule->'$.annotations' else '{}' end as notes,
    json_merge_patch('{}',
      case when json_type(object_labels) = 'OBJECT' then object_labels else '{}' end,
      case when json_type(object_annotations) = 'OBJECT' then object_annotations else '{}' end,
      case when json_type(rule_group->'$.labels') = 'OBJECT' then rule_group->'$.labels' else '{}' end,
      case when json_type(rule->'$.labels') = 'OBJECT' then rule->'$.labels' else '{}' end,
      case when json_type(rule->'$.annotations') = 'OBJECT' then rule->'$.annotations' else '{}' end) as everything
  from rule_items
  where whole
),
found as (
  select a.*, b.part_number, b.factor, b.long_min, b.short_min,
    coalesce(labels->>'$.sloth_id', nullif(regexp_extract(expr, 'sloth_id="([^"]+)"', 1), '')) as sloth_id,
    coalesce(labels->>'$.sloth_service', nullif(regexp_extract(expr, 'sloth_service="([^"]+)"', 1), '')) as sloth_service,
    coalesce(labels->>'$.sloth_slo', nullif(regexp_extract(expr, 'sloth_slo="([^"]+)"', 1), '')) as sloth_slo
  from alerts a left join rule_burns b using (file_number, group_number, rule_number)
),
told as (
  select f.*, o.owner as sloth_owner,
    coalesce(everything->>'$."yudane.dev/kind"', everything->>'$.yudane_kind') as own_kind,
    coalesce(everything->>'$."yudane.dev/slo-id"', everything->>'$.yudane_slo_id', f.sloth_id, labels->>'$.slo_id',
      case when factor is not null and (labels->>'$.long') is not null and (labels->>'$.slo') is not null
        then concat_ws('/', namespace, labels->>'$.slo') end) as slo_id,
    regexp_replace(lower(trim(coalesce(labels->>'$.sloth_severity', labels->>'$.severity', labels->>'$.priority'))),
      '[-_ ]', '', 'g') as said,
    -- the words of the names, however they are joined: OrdersFail, orders_fail, orders-fail
    regexp_replace(lower(regexp_replace(regexp_replace(regexp_replace(name || ' ' || coalesce(sloth_slo, ''),
      '(\p{Ll}|[0-9])(\p{Lu})', '\1 \2', 'g'), '(\p{Lu})(\p{Lu}\p{Ll})', '\1 \2', 'g'), '([A-Za-z])([0-9])', '\1 \2', 'g')),
      '[^\p{L}\p{N}]+', ' ', 'g') as words
  from found f left join owners o on o.sloth_id = f.sloth_id
),
valued as (
  select t.*,
    coalesce(w.severity, 'info') as severity,
    coalesce(own_kind, case when factor is not null or sloth_id is not null then 'slo_burn' else 'unknown' end) as kind,
    case
      when long_min % 1440 = 0 then (long_min // 1440) || 'd'
      when long_min % 60 = 0 then (long_min // 60) || 'h'
      else long_min || 'm' end as long_window,
    slo_id is not null and long_min is not null as named_by_slo,
    regexp_replace(words, '\berror ?budgets?\b', ' ', 'g') as plain_words,
    concat_ws('/', nullif(prefix, ''), group_name, name) as path
  from told t left join severity_words w on w.word = t.said
),
keyed as (
  select *,
    case when named_by_slo then slo_id || '/' || severity || '/' || long_window
      else concat_ws('/', path, long_window) end as base_id
  from valued
),
counted as (  -- the same name twice gets a number; the same SLO in two files stays one rule
  select *, row_number() over (partition by base_id, case when named_by_slo then file_number end
    order by position, file_number, group_number, rule_number, part_number, factor) as same
  from keyed
)
select origin, line,
  base_id || case when same > 1 then '#' || same else '' end as rule_id,
  list_filter([
    everything->>'$."yudane.dev/service"', everything->>'$.yudane_service', sloth_service,
    labels->>'$.service', labels->>'$.app', labels->>'$.job', labels->>'$."app.kubernetes.io/name"',
    notes->>'$.service', object_labels->>'$."app.kubernetes.io/name"', group_name
  ], lambda given: given not like '%{{%' and trim(given) <> '')[1] as service_id,
  name, severity, kind,
  coalesce(everything->>'$."yudane.dev/golden-signal"', everything->>'$.yudane_golden_signal',
    case
      when kind = 'slo_burn' and sloth_slo is not null then case
        when regexp_matches(words, '\b(latency|latencies|durations?|response ?times?|slow(er|est|ly|ness)?|percentiles?)\b')
          then 'latency'
        when regexp_matches(words, '\b((un)?avail(able|ability)|errors?|fail(s|ed|ing|ures?)?|success(es|ful)?|5 ?xx)\b')
          then 'errors'
        else 'other' end
      when regexp_matches(plain_words, '\b(latency|latencies|durations?|response ?times?|slow(er|est|ly|ness)?)\b')
        then 'latency'
      when regexp_matches(plain_words,
        '\b(unavail(able|ability)|errors?|errs|error ?rates?|fail(s|ed|ing|ures?)?|success ?rates?|[45] ?xx)\b') then 'errors'
      when regexp_matches(plain_words, '\b(saturat(ed|ion|ing)|cpu|(max)?memory|mem|oom|oom ?kill(s|ed|er)?|disk ?(space|full)'
        || '|out ?of ?([a-z]+ )?(memory|space|disk|files|capacity)|usage|filling ?up|overcommit(ted|ment)?'
        || '|throttl(ed|ing)|utili[sz](ation|ed)|capacity|quotas?|exhaust(ed|ion|ing)?)\b'
        || '|\bqueues?\b.*\b(length|full|size)\b')
        then 'saturation'
      when regexp_matches(plain_words, '\b(traffic|throughput|requests? ?(rates?|counts?)|qps)\b') then 'traffic'
      when regexp_matches(lower(expr), '\b([a-z0-9]+_)*(code|status)(_[a-z]+)*\s*=~?\s*"5|_(errors?|failures?|failed)_total\b')
        then 'errors'
      when regexp_matches(lower(expr), '\b([a-z0-9]+[_:])*(duration|latency|response_time)(_[a-z]+)*_bucket\b') then 'latency'
      else 'other' end) as golden_signal,
  slo_id,
  factor as burn_rate_threshold,
  long_min as burn_long_window_min,
  short_min as burn_short_window_min,
  list_filter([
    notes->>'$.runbook_url', notes->>'$.runbookUrl', notes->>'$.runbookURL', notes->>'$.runbook',
    notes->>'$.runbook_link', notes->>'$.playbook_url', notes->>'$.playbook',
    labels->>'$.runbook_url', labels->>'$.runbook'
  ], lambda given: trim(given) <> '')[1] as runbook_url,
  coalesce(labels->>'$.team', labels->>'$.owner', sloth_owner, object_labels->>'$.team', object_labels->>'$.owner')
    as owner_team_id,
  true as enabled
from counted
order by position, file_number, group_number, rule_number, part_number, factor
