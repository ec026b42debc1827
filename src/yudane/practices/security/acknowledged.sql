with notices as (
    select t.service_id, t.security_task_id, t.issued_at, t.acknowledged_at,
        coalesce(t.acknowledged_at, $as_of) as until_at, t.source_ref
    from security_tasks t
    join services s on s.service_id = t.service_id
    where t.kind = 'policy_notice' and t.issued_at >= $as_of - interval 90 day and t.issued_at < $as_of
),
timed as (  -- null: the calendar lacks a day
    select n.service_id, n.security_task_id, n.issued_at, n.acknowledged_at, n.source_ref,
        case when e.lacking_before = b.lacking_before then round((
            e.hours_before + extract(epoch from (least(greatest(n.until_at, e.opens_at), e.closes_at) - e.opens_at)) / 3600.0
            - b.hours_before - extract(epoch from (least(greatest(n.issued_at, b.opens_at), b.closes_at) - b.opens_at)) / 3600.0
            ) / ($business_hours_end - $business_hours_start), 6) end as business_days_taken
    from notices n
    left join business_clock b
        on b.utc_day = cast(n.issued_at as date) and n.issued_at >= b.starts_at and n.issued_at < b.ends_at
    left join business_clock e
        on e.utc_day = cast(n.until_at as date) and n.until_at >= e.starts_at and n.until_at < e.ends_at
)
select *, business_days_taken <= $within_days as fits
from timed
where acknowledged_at is not null or coalesce(business_days_taken > $within_days, true)  -- the others still have time
