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
timed as (
    select c.*,
           u.hours_before + extract(epoch from (least(greatest(c.until, u.opens_at), u.closes_at) - u.opens_at)) / 3600.0
           - d.hours_before
           - extract(epoch from (least(greatest(c.detected_at, d.opens_at), d.closes_at) - d.opens_at)) / 3600.0
               as business_hours
    from clocked c
    left join business_days d on d.date = c.detected_on
    left join business_days u on u.date = c.until_on
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
       t.impact_amount, t.currency, t.disposition, t.routed_team_id, t.source_ref, t.business_hours
from told o
join timed t on t.anomaly_id = o.anomaly_id
