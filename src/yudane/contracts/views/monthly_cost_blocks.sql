-- The bill added up once, so that nothing else has to read it: nine full months; accounts and tags of the last three.
with lines as (
    select charge_period_start - (cast(extract(day from charge_period_start) as int) - 1) as month, service_id,
           case when charge_period_start >= cast(date_trunc('month', $as_of) - interval 3 month as date)
               then sub_account_id end as sub_account_id,
           case when charge_period_start >= cast(date_trunc('month', $as_of) - interval 3 month as date)
               then tags end as tags,
           billing_currency, effective_cost,
           case when charge_category = 'Usage' then coalesce(commitment_discount_status, pricing_category, '') end as way
    from costs
    where charge_period_start >= cast(date_trunc('month', $as_of) - interval 9 month as date)
      and charge_period_start < cast(date_trunc('month', $as_of) as date)
),
blocks as (
    select month, service_id, sub_account_id, tags, billing_currency,
           sum(effective_cost) as effective_cost,
           coalesce(sum(effective_cost) filter (where way = 'Used'), 0) as committed_cost,
           coalesce(sum(effective_cost) filter (where way = 'Unused'), 0) as unused_cost,
           coalesce(sum(effective_cost) filter (where way = 'Standard'), 0) as on_demand_cost,
           coalesce(sum(effective_cost) filter (where way = ''), 0) as unpriced_cost
    from lines
    group by month, service_id, sub_account_id, tags, billing_currency
)
select row_number() over (
         order by b.month, b.service_id, b.sub_account_id, b.tags, b.billing_currency) as block_id, b.month, b.service_id, b.sub_account_id, b.tags,
       coalesce(r.counts_as, b.billing_currency) as currency,
       b.effective_cost * coalesce(r.rate, 1) as effective_cost,
       b.committed_cost * coalesce(r.rate, 1) as committed_cost,
       b.unused_cost * coalesce(r.rate, 1) as unused_cost,
       b.on_demand_cost * coalesce(r.rate, 1) as on_demand_cost,
       b.unpriced_cost * coalesce(r.rate, 1) as unpriced_cost
from blocks b
left join exchange_rates r on r.currency = b.billing_currency
