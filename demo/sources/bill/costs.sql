-- An account's month: each line holds an amount a day, or one for the whole month on its first day.
select origin, line,
  strftime(begins + cast(number - 1 as integer), '%Y-%m-%d') as charge_period_start,
  told->>'$.tag' as service_id,
  account as sub_account_id,
  'Aozora Cloud' as provider,
  told->>'$.what' as service_category,
  told->>'$.thing' as resource_id,
  lower(told->>'$.what') || coalesce('-' || (told->>'$.state'), '') as sku,
  'Usage' as charge_category,
  case when (told->>'$.deal') is not null then 'Committed' when (told->>'$.what') in ('Compute', 'Databases') then 'Standard'
    else 'Other' end as pricing_category,
  told->>'$.deal' as commitment_discount_id,
  told->>'$.state' as commitment_discount_status,
  amount as billed_cost,
  amount as effective_cost,
  told->>'$.currency' as billing_currency,
  case when (told->>'$.tag') is not null then {'service': told->>'$.tag', 'env': 'production'} end as tags
from (
  select *, unnest(cast(told->'$.days' as double[])) as amount,
    generate_subscripts(cast(told->'$.days' as double[]), 1) as number
  from (
    select origin, line, body->>'$.account' as account, cast(body->>'$.from' as date) as begins,
      unnest(body->'$.lines[*]') as told
    from documents where (body->'$.lines') is not null
  )
)
