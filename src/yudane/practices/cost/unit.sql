with spent as (  -- costs in several currencies cannot be added up
  select service_id, month, count(*) as currencies, sum(effective_cost) as effective_cost, max(currency) as currency
  from monthly_service_costs
  where month >= cast(date_trunc('month', $as_of) - interval 6 month as date) and effective_cost <> 0
  group by service_id, month
  having max(effective_cost) > 0
),
evidence as (
  select s.service_id, m.metric_key, s.month, m.value, m.unit,
    case when s.currencies = 1 then s.currency end as currency,
    case when s.currencies = 1 then s.effective_cost / m.value end as unit_cost, m.source_ref
  from spent s
  join unit_metrics m on m.service_id = s.service_id and m.period_start = s.month
  where m.value > 0
),
metrics as (
  select service_id, metric_key, count(unit_cost) as months_known, count(*) as months_possible,
    row_number() over (partition by service_id order by count(unit_cost) desc, count(*) desc, metric_key) as choice,
    max(count(*)) over (partition by service_id) as months_at_most
  from evidence
  group by service_id, metric_key
),
seen as (
  select service_id, count(*) as months_with_costs from spent group by service_id
)
select s.service_id, s.months_with_costs, m.metric_key as best_figure,
  coalesce(m.months_known, 0) as months_known,
  coalesce(m.months_at_most, 0) as months_at_most
from seen s
left join (select * from metrics where choice = 1) as m on m.service_id = s.service_id
