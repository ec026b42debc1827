with evidence as (
  select x.service_id, x.slo_id, x.exhausted_at, x.consumption, min(e.occurred_at) as reacted_at
  from budget_exhaustions x
  left join error_budget_events e on e.slo_id = x.slo_id
    and e.kind in ('freeze_started', 'policy_action', 'exception_granted')
    and e.occurred_at >= x.exhausted_at and e.occurred_at <= x.exhausted_at + $react_days * interval 1 day
  group by x.service_id, x.slo_id, x.exhausted_at, x.consumption
  having min(e.occurred_at) is not null or x.exhausted_at <= $as_of - $react_days * interval 1 day
)
select service_id,
  count(*) as exhaustions,
  count(reacted_at) as answered,
  count(reacted_at) * 1.0 / count(*) as answered_share,
  max(exhausted_at) as last_exhausted_at,
  string_agg(distinct slo_id, ', ' order by slo_id) filter (where reacted_at is null) as slos_without_answer
from evidence
group by service_id
