-- Forecasts for whole calendar months beside what the month then cost.
with forecasts as (
    select b.budget_id, b.service_id, b.period_start as month, b.forecast_made_on, b.source_ref,
           coalesce(r.counts_as, b.currency) as currency, b.forecast_amount * coalesce(r.rate, 1) as forecast_amount
    from budgets b
    left join exchange_rates r on r.currency = b.currency
    where b.forecast_amount > 0 and extract(day from b.period_start) = 1
      and b.period_end = cast(b.period_start + interval 1 month - interval 1 day as date)
),
met as (
    select f.budget_id, f.service_id, f.month, f.forecast_made_on, f.source_ref, f.currency, f.forecast_amount,
           sum(case when c.currency = f.currency then c.effective_cost else 0 end) as actual_cost,
           count(*) filter (where c.currency <> f.currency and c.effective_cost <> 0) as other_currencies,
           count(*) filter (where c.currency <> f.currency and c.effective_cost < 0) as other_refunds
    from forecasts f
    join monthly_service_costs c on c.service_id = f.service_id and c.month = f.month
    group by f.budget_id, f.service_id, f.month, f.forecast_made_on, f.source_ref, f.currency, f.forecast_amount
)
select budget_id, service_id, month, forecast_made_on, source_ref, currency, forecast_amount, actual_cost,
       -- a cost in another currency, worth nobody knows how much, can only add to the cost
       case when other_currencies = 0 then abs(actual_cost - forecast_amount) / forecast_amount
           when other_refunds = 0 then greatest(actual_cost - forecast_amount, 0) / forecast_amount
           else 0 end as least_error,
       case when other_currencies = 0 then abs(actual_cost - forecast_amount) / forecast_amount end as most_error
from met
