with evidence as (
  select r.service_id, r.recommendation_id, r.kind, r.first_seen_on, r.source_ref,
    coalesce(x.counts_as, r.currency) as currency,
    r.estimated_monthly_saving * coalesce(x.rate, 1) as monthly_saving,
    r.estimated_monthly_saving * coalesce(x.rate, 1) > $materiality_floor
      and cast(r.first_seen_on as timestamp) < $as_of - $max_age_days * interval 1 day as is_too_old
  from cost_recommendations r
  left join exchange_rates x on x.currency = r.currency
  where r.status = 'open' and r.kind in ('idle', 'rightsizing', 'storage')
    and cast(r.first_seen_on as timestamp) < $as_of
),
amounts as (
  select service_id, currency, effective_cost, 0 as monthly_saving, 0 as proposals, 0 as old_proposals
  from monthly_service_costs
  where month = cast(date_trunc('month', $as_of) - interval 1 month as date)
  union all
  select service_id, currency, 0, sum(monthly_saving), count(*), count(*) filter (where is_too_old)
  from evidence
  group by service_id, currency
),
currencies as (
  select service_id, currency, sum(proposals) as proposals, sum(old_proposals) as old_proposals,
    sum(effective_cost) as cost, sum(monthly_saving) as saving,
    case when sum(effective_cost) > 0 then round(sum(monthly_saving) / sum(effective_cost), 9) end as waste_share
  from amounts
  group by service_id, currency
)
select service_id,
  cast(sum(proposals) as bigint) as open_proposals,
  cast(sum(old_proposals) as bigint) as old_proposals,
  count(waste_share) as currencies_with_costs,
  count(*) filter (where waste_share <= $waste_max) as currencies_met,
  count(*) filter (where waste_share > $waste_max or (waste_share is null and saving > 0)) as currencies_above,
  max(waste_share) as waste_share
from currencies
group by service_id
having sum(proposals) > 0 or count(waste_share) > 0
