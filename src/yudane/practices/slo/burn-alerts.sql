with candidates as (  -- a rule that names no SLO may belong to any SLO of its service
  select a.slo_id, r.slo_id as rule_slo_id, r.rule_id, r.severity, r.burn_rate_threshold,
    r.burn_long_window_min, r.burn_short_window_min, r.source_ref
  from active_slos a
  join alert_rules r on r.service_id = a.service_id
  where r.enabled and r.kind = 'slo_burn' and (r.slo_id is null or r.slo_id = a.slo_id)
),
rules as (
  select a.service_id, a.slo_id, c.rule_id, c.severity, c.burn_rate_threshold,
    c.burn_long_window_min, c.burn_short_window_min, c.source_ref,
    round(c.burn_rate_threshold * c.burn_long_window_min
      / nullif(a.window_days * 1440.0, 0), 9) as budget_at_trigger,
    c.rule_id is not null and c.rule_slo_id = a.slo_id and c.burn_rate_threshold > 0
      and c.burn_short_window_min * $short_ratio <= c.burn_long_window_min as sound
  from active_slos a
  left join candidates c on c.slo_id = a.slo_id
),
evidence as (  -- null where the source left out what would decide
  select *,
    sound and severity = 'page' and burn_long_window_min <= $fast_long_max_min
      and budget_at_trigger <= $fast_budget_max
      and burn_short_window_min * $short_ratio <= $fast_long_max_min as fast_page,  -- tells where the long one is empty
    sound and severity = 'page' and burn_long_window_min <= $slow_long_max_min
      and budget_at_trigger <= $slow_budget_max
      and burn_short_window_min * $short_ratio <= $slow_long_max_min as slow_page,
    sound and severity = 'ticket' and burn_long_window_min >= $ticket_long_min_min
      and budget_at_trigger <= $ticket_budget_max as ticket
  from rules
),
pairs as (
  select f.service_id, f.slo_id, f.ticket,
    f.fast_page and s.rule_id is not null and s.slow_page
      and s.burn_long_window_min > f.burn_long_window_min as both_pages
  from evidence f
  left join evidence s on s.slo_id = f.slo_id and s.rule_id <> f.rule_id
),
found as (  -- 2 there, 1 perhaps, 0 missing
  select service_id, slo_id,
    max(case when both_pages then 2 when both_pages is null then 1 else 0 end) as pages,
    max(case when ticket then 2 when ticket is null then 1 else 0 end) as tickets
  from pairs
  group by service_id, slo_id
)
select service_id,
  count(*) as slos,
  count(*) filter (where pages = 2 and tickets = 2) as slos_alerted,
  count(*) filter (where pages = 0 or tickets = 0) as slos_not_alerted,
  string_agg(slo_id, ', ' order by slo_id) filter (where pages = 0) as pages_missing_for,
  string_agg(slo_id, ', ' order by slo_id) filter (where tickets = 0) as ticket_missing_for
from found
group by service_id
