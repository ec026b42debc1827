-- Business days by UTC day: a moment lies in the row of its UTC day where starts_at <= moment < ends_at. So its day in
-- the organization's time zone is found by a join rather than by converting each moment, which is slow. Where a midnight
-- comes twice, a day begins with the second; no business time lies between.
select cast(starts_at as date) as utc_day, starts_at, ends_at, opens_at, closes_at, hours_before, lacking_before
from business_days
union all
select cast(ends_at - interval 1 microsecond as date), starts_at, ends_at, opens_at, closes_at, hours_before,
       lacking_before
from business_days
where cast(ends_at - interval 1 microsecond as date) > cast(starts_at as date)
