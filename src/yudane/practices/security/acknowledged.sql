with notices as (
    select t.service_id, t.security_task_id, t.issued_at, t.acknowledged_at,
        coalesce(t.acknowledged_at, $as_of) as until_at, t.source_ref
    from security_tasks t
    join services s on s.service_id = t.service_id
    where t.kind = 'policy_notice' and t.issued_at >= $as_of - interval 90 day and t.issued_at < $as_of
),
passed as (  -- each moment as the business hours of the calendar before it; `run` tells days without a hole
    select m.moment, d.run, d.hours_before
        + extract(epoch from (least(greatest(m.moment, d.opens_at), d.closes_at) - d.opens_at)) / 3600.0 as hours
    from (select issued_at as moment from notices union select until_at from notices) m
    join (select *, row_number() over (order by date) - (date - cast('2000-01-01' as date)) as run from business_days) d
        on d.date = cast((m.moment at time zone 'UTC') at time zone $zone as date)
)
select n.service_id, n.security_task_id, n.issued_at, n.acknowledged_at, n.source_ref,
    case when e.run = b.run then round((e.hours - b.hours) / ($business_hours_end - $business_hours_start), 6)
        end as business_days_taken,
    case when e.run = b.run then round((e.hours - b.hours) / ($business_hours_end - $business_hours_start), 6)
        <= $within_days end as fits
from notices n
left join passed b on b.moment = n.issued_at
left join passed e on e.moment = n.until_at
-- one that still has time says nothing yet
where n.acknowledged_at is not null or e.run <> b.run or e.run is null or b.run is null
    or round((e.hours - b.hours) / ($business_hours_end - $business_hours_start), 6) > $within_days
