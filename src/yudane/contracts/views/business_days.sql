-- The calendar with business hours in UTC: business time at a moment t of a day is
-- hours_before + hours of least(greatest(t, opens_at), closes_at) - opens_at.
with days as (
    select date, is_business_day,
           ((cast(date as timestamp)) at time zone $zone) at time zone 'UTC' as starts_at,
           ((cast(date as timestamp) + interval 1 day) at time zone $zone) at time zone 'UTC' as ends_at,
           ((cast(date as timestamp) + $business_hours_start * interval 1 hour) at time zone $zone)
               at time zone 'UTC' as opens_at,
           ((cast(date as timestamp) + $business_hours_end * interval 1 hour) at time zone $zone)
               at time zone 'UTC' as ends_work_at
    from calendar_days
),
told as (
    select *, case when is_business_day then ends_work_at else opens_at end as closes_at from days
)
select date, is_business_day, starts_at, ends_at, opens_at, closes_at,
       coalesce(sum(extract(epoch from (closes_at - opens_at))) over earlier, 0) / 3600.0 as hours_before,
       date - min(date) over () - count(*) over earlier as lacking_before
from told
window earlier as (order by date rows between unbounded preceding and 1 preceding)
