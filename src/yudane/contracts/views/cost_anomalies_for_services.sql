-- Cost anomalies of the last 180 days by service, with the business hours until somebody took each on, or until now while nobody has.
with clocked as (
    select a.anomaly_id, a.service_id as own_service_id, a.detected_at, a.acknowledged_at, a.resolved_at, a.disposed_at,
           a.impact_amount, a.currency, a.disposition, a.routed_team_id, a.source_ref,
           coalesce(a.acknowledged_at, $as_of) as until,
           cast((a.detected_at at time zone 'UTC') at time zone $zone as date) as detected_on,
           cast((coalesce(a.acknowledged_at, $as_of) at time zone 'UTC') at time zone $zone as date) as until_on
    from cost_anomalies a
    where a.detected_at >= $as_of - interval 180 day and a.detected_at < $as_of
),
days as (  -- the calendar, and the days asked about that it leaves out
    select d.date, b.opens_at, b.closes_at,
           coalesce(sum(extract(epoch from (b.closes_at - b.opens_at))) over earlier, 0) as seconds_before,
           count(b.date) over earlier as known_before,
           count(b.date) over (order by d.date) as known_until
    from (select date from business_days
          union select detected_on from clocked
          union select until_on from clocked) as d
    left join business_days b on b.date = d.date
    window earlier as (order by d.date rows between unbounded preceding and 1 preceding)
),
timed as (
    select c.*,
           round((u.seconds_before - d.seconds_before
               + coalesce(extract(epoch from (least(greatest(c.until, u.opens_at), u.closes_at) - u.opens_at)), 0)
               - coalesce(extract(epoch from (least(greatest(c.detected_at, d.opens_at), d.closes_at) - d.opens_at)), 0)
               ) / 3600.0, 6) as business_hours,
           greatest(c.until_on - c.detected_on + 1 - (u.known_until - d.known_before), 0) as days_left_out
    from clocked c
    join days d on d.date = c.detected_on
    join days u on u.date = c.until_on
),
told as (
    select t.anomaly_id, s.service_id, 'service' as scope
    from timed t join services s on s.service_id = t.own_service_id
    union all
    select t.anomaly_id, s.service_id, 'team' as scope
    from timed t join services s on s.team_id = t.routed_team_id
    where t.own_service_id is null
    union all
    select t.anomaly_id, s.service_id, 'company' as scope
    from timed t cross join services s
    where t.own_service_id is null and t.routed_team_id is null
)
select t.anomaly_id, o.service_id, o.scope, t.detected_at, t.acknowledged_at, t.resolved_at, t.disposed_at,
       t.impact_amount, t.currency, t.disposition, t.routed_team_id, t.source_ref, t.business_hours,
       t.business_hours + t.days_left_out * ($business_hours_end - $business_hours_start) as business_hours_at_most
from told o
join timed t on t.anomaly_id = o.anomaly_id
