with evidence as (
    select r.service_id, r.request_id, r.request_type, r.created_at, r.effort_minutes, r.source_ref,
        r.automatable and coalesce(r.effort_minutes <> 0, true) as fits,
        r.created_at >= $as_of - interval 45 day as is_later
    from requests r
    left join services s on s.service_id = r.service_id
    where r.request_type in ('admin', 'access')
        and r.created_at >= $as_of - interval 90 day and r.created_at < $as_of
        and (r.service_id is null or s.service_id is not null)
),
counted as (
    select service_id,
        count(*) as events, count(fits) as decided, count(case when fits then 1 end) as conforming,
        count(case when is_later then 1 end) as later,
        count(case when is_later and fits then 1 end) as later_yes,
        count(case when is_later and fits is null then 1 end) as later_maybe,
        count(case when not is_later and fits then 1 end) as earlier_yes,
        count(case when not is_later and fits is null then 1 end) as earlier_maybe,
        sum(case when fits and request_type = 'admin' then effort_minutes end) as admin_minutes,
        sum(case when fits and request_type = 'access' then effort_minutes end) as access_minutes
    from evidence
    group by grouping sets ((service_id), ())  -- each service, and the organization
    having service_id is not null or grouping(service_id) = 1
)
select service_id, events, decided, conforming, admin_minutes, access_minutes,
    conforming * 1.0 / nullif(decided, 0) as share,
    earlier_yes * 1.0 / nullif(events - later - earlier_maybe, 0) as earlier_share,
    later_yes * 1.0 / nullif(later - later_maybe, 0) as later_share,
    round(earlier_yes * 1.0 / (events - later), 9) as earlier_at_least,
    round((earlier_yes + earlier_maybe) * 1.0 / (events - later), 9) as earlier_at_most,
    round(later_yes * 1.0 / later, 9) as later_at_least,
    round((later_yes + later_maybe) * 1.0 / later, 9) as later_at_most
from counted
where later >= $min_n and events - later >= $min_n
