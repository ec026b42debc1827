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
spent as (
    select c.service_id,
        sum(case when c.charge_period_start >= $as_of - interval 30 day then c.effective_cost end) as monthly_cost,
        sum(case when c.charge_period_start >= $as_of - interval 45 day then c.effective_cost end) as later_cost,
        sum(case when c.charge_period_start < $as_of - interval 45 day then c.effective_cost end) as earlier_cost,
        min(c.billing_currency) as log_currency, count(distinct c.billing_currency) as currencies
    from costs c
    join log_resources r on r.service_id = c.service_id and r.resource_id = c.resource_id
    where c.charge_period_start >= $as_of - interval 90 day and c.charge_period_start < $as_of
    group by grouping sets ((c.service_id), ())
),
by_slo as (
    select service_id, slo_id,
        sum(case when bucket_start >= $as_of - interval 45 day then total_events end) as later_events,
        sum(case when bucket_start < $as_of - interval 45 day then total_events end) as earlier_events
    from slo_measurements
    where bucket_start >= $as_of - interval 90 day and bucket_start < $as_of
    group by service_id, slo_id
),
traffic as (
    select m.service_id, sum(m.later_events) as later_events, sum(m.earlier_events) as earlier_events
    from by_slo m
    join services s on s.service_id = m.service_id
    where m.later_events > 0 and m.earlier_events > 0
    group by grouping sets ((m.service_id), ())
),
sized as (
    select service_id, count(*) as log_count, sum(daily_bytes) as daily_bytes
    from evidence
    group by grouping sets ((service_id), ())
    having count(*) > 0
)
select z.service_id, z.log_count, z.daily_bytes, round(z.daily_bytes / 1e9, 3) as daily_gigabytes,
    case when p.currencies = 1 then p.monthly_cost end as monthly_cost,
    case when p.currencies = 1 then p.log_currency end as log_currency,
    case when p.currencies = 1 then round(p.later_cost / nullif(p.earlier_cost, 0) - 1, 9) end as cost_growth,
    round(t.later_events / nullif(t.earlier_events, 0) - 1, 9) as traffic_growth
from sized z
left join spent p on coalesce(p.service_id, '') = coalesce(z.service_id, '')
left join traffic t on coalesce(t.service_id, '') = coalesce(z.service_id, '')
