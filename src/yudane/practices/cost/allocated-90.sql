with evidence as (
  select service_id, month, currency, effective_cost, allocated_cost,
    round(allocated_cost / effective_cost, 9) as allocated_share
  from cost_scope_months
  where month >= cast(date_trunc('month', $as_of) - $months * interval 1 month as date)
    and effective_cost > 0
),
months as (
  select service_id, month, min(allocated_share) as lowest_share, max(allocated_share) as highest_share
  from evidence
  group by service_id, month
)
select service_id,
  count(*) as months_with_costs,
  count(*) filter (where lowest_share >= $alloc_min) as months_met,
  count(*) filter (where highest_share < $alloc_min) as months_below,
  min(lowest_share) as lowest_share
from months
group by service_id
having count(*) >= $months or count(*) filter (where lowest_share < $alloc_min) > 0
