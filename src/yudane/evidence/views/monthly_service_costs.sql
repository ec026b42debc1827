-- What each service cost in each of the last nine full months.
select service_id, month, currency, sum(effective_cost) as effective_cost, sum(committed_cost) as committed_cost,
       sum(unused_cost) as unused_cost, sum(on_demand_cost) as on_demand_cost, sum(unpriced_cost) as unpriced_cost
from monthly_cost_blocks
where service_id is not null
group by service_id, month, currency
