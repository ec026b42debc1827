with evidence as (
  select service_id, month, currency, effective_cost, allocated_cost,
    round(allocated_cost / effective_cost, 9) as allocated_share
  from cost_scope_months
  where month = cast(date_trunc('month', $as_of) - interval 1 month as date)
    and effective_cost > 0
)
select service_id,
  max(month) as month,
  count(*) as currencies,
  min(allocated_share) as lowest_share,
  max(allocated_share) as highest_share,
  string_agg(cast(round(effective_cost - allocated_cost) as bigint) || ' ' || currency, ', ' order by currency)
    as open_amounts
from evidence
group by service_id
