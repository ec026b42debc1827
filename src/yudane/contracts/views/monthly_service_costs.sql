-- What each service cost in each of the last nine full months; rounded, so that what cancels out is 0.
select service_id, month, currency, round(sum(effective_cost), 6) as effective_cost,
       round(sum(committed_cost), 6) as committed_cost, round(sum(unused_cost), 6) as unused_cost,
       round(sum(on_demand_cost), 6) as on_demand_cost, round(sum(unpriced_cost), 6) as unpriced_cost
from monthly_cost_blocks
where service_id is not null
group by service_id, month, currency
