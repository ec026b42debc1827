with in_time as (  -- of several forecasts made early enough, the newest
  select *, row_number() over (
      partition by service_id, month order by forecast_made_on desc nulls last, budget_id) as choice
  from forecast_months
  where cast(month as timestamp) < date_trunc('month', $as_of - $closed_after_days * interval 1 day)
    and cast(month as timestamp)
      >= date_trunc('month', $as_of - $closed_after_days * interval 1 day) - $months * interval 1 month
    and (forecast_made_on is null
      or cast(forecast_made_on as timestamp) <= cast(month as timestamp) - $lead_days * interval 1 day)
),
evidence as (
  select service_id, budget_id, month, currency, forecast_made_on, forecast_amount, actual_cost, least_error, most_error,
    source_ref
  from in_time
  where choice = 1
)
select service_id,
  min(month) as first_month,
  count(*) as months_compared,
  count(*) - count(forecast_made_on) as undated_forecasts,
  round(median(least_error), 9) as typical_error,
  max(least_error) as largest_error,
  round(median(coalesce(most_error, 1000000)), 9) as typical_error_at_most  -- open errors as large as can be
from evidence
group by service_id
having count(*) >= $months
