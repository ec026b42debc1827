with evidence as (
    select l.service_id, l.log_source_id, l.log_kind, l.destination, l.daily_bytes, l.source_ref
    from log_sources l
    join services s on s.service_id = l.service_id
),
log_resources as (
    select service_id, log_source_id as resource_id from evidence
    union
    select service_id, destination from evidence where destination is not null
),
scopes as (select false as whole union all select true),  -- each service, and the organization
spent as (
    select case when not whole then c.service_id end as scope,
        sum(case when c.charge_period_start >= $as_of - interval 30 day then c.effective_cost end) as monthly_cost,
        sum(case when c.charge_period_start >= $as_of - interval 45 day then c.effective_cost end) as later_cost,
        sum(case when c.charge_period_start < $as_of - interval 45 day then c.effective_cost end) as earlier_cost,
        min(c.billing_currency) as log_currency, count(distinct c.billing_currency) as currencies
    from costs c
    join log_resources r on r.service_id = c.service_id and r.resource_id = c.resource_id
    cross join scopes
    where c.charge_period_start >= $as_of - interval 90 day and c.charge_period_start < $as_of
    group by 1
),
by_slo as (
    select m.service_id, m.slo_id,
        sum(case when m.bucket_start >= $as_of - interval 45 day then m.total_events end) as later_events,
        sum(case when m.bucket_start < $as_of - interval 45 day then m.total_events end) as earlier_events
    from slo_measurements m
    join services s on s.service_id = m.service_id
    where m.bucket_start >= $as_of - interval 90 day and m.bucket_start < $as_of
    group by m.service_id, m.slo_id
),
traffic as (
    select case when not whole then service_id end as scope, sum(later_events) as later_events,
        sum(earlier_events) as earlier_events
    from by_slo
    cross join scopes
    where later_events > 0 and earlier_events > 0
    group by 1
),
sized as (
    select case when not whole then service_id end as scope, count(*) as log_count, sum(daily_bytes) as daily_bytes
    from evidence
    cross join scopes
    group by 1
)
select z.scope as service_id, z.log_count, z.daily_bytes, round(z.daily_bytes / 1e9, 3) as daily_gigabytes,
    case when p.currencies = 1 then p.monthly_cost end as monthly_cost,
    case when p.currencies = 1 then p.log_currency end as log_currency,
    case when p.currencies = 1 then round(p.later_cost / nullif(p.earlier_cost, 0) - 1, 9) end as cost_growth,
    round(t.later_events / nullif(t.earlier_events, 0) - 1, 9) as traffic_growth
from sized z
left join spent p on coalesce(p.scope, '') = coalesce(z.scope, '')
left join traffic t on coalesce(t.scope, '') = coalesce(z.scope, '')
