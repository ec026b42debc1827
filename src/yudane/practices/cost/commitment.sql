with evidence as (
  select service_id, currency, sum(committed_cost) as committed_cost, sum(on_demand_cost) as on_demand_cost,
    sum(unpriced_cost) as unpriced_cost, sum(unused_cost) as unused_cost
  from monthly_service_costs
  where month >= cast(date_trunc('month', $as_of) - interval 3 month as date)
  group by service_id, currency
),
shares as (  -- use whose price the bill does not tell may be at the standard price or not
  select service_id, currency, committed_cost + on_demand_cost > 0 as is_eligible,
    case when committed_cost + on_demand_cost + unpriced_cost > 0
      then round(committed_cost / (committed_cost + on_demand_cost + unpriced_cost), 9) end as least_coverage,
    case when committed_cost + on_demand_cost > 0
      then round(committed_cost / (committed_cost + on_demand_cost), 9) end as coverage_at_most,
    case when committed_cost + unused_cost > 0
      then round(committed_cost / (committed_cost + unused_cost), 9) end as utilisation
  from evidence
)
select service_id,
  count(*) filter (where is_eligible) as eligible_currencies,
  min(least_coverage) as coverage_share,
  min(coverage_at_most) as coverage_share_at_most,
  min(utilisation) as used_share,
  count(least_coverage) as currencies_to_cover,
  count(*) filter (where least_coverage >= $coverage_min) as currencies_covered,
  count(*) filter (where coverage_at_most < $coverage_min) as currencies_not_covered,
  count(utilisation) as currencies_with_commitments,
  count(*) filter (where utilisation >= $utilisation_min) as currencies_used,
  count(*) filter (where utilisation < $utilisation_min) as currencies_not_used
from shares
group by service_id
having count(least_coverage) > 0
