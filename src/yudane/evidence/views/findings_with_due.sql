-- Findings with what their due dates follow from. Still open ones, and those first seen or due in the last 366 days.
with inputs as (
    select f.finding_id, f.service_id, f.asset_id, f.vulnerability_id, f.severity, f.epss_score, f.first_seen_at,
           f.triaged_at, f.incident_id, f.status, f.source_ref, f.due_class as recorded_class, f.due_at as recorded_due_at,
           -- KEV lists CVEs only
           f.in_kev is true or f.vulnerability_id like 'CVE-%'
               or coalesce(cast(f.aliases as varchar) like '%CVE-%', false) as has_cve,
           coalesce(f.in_kev, case when f.vulnerability_id not like 'CVE-%'
               and not coalesce(cast(f.aliases as varchar) like '%CVE-%', false) then false end) as in_kev,
           greatest(f.first_seen_at, coalesce(case when f.in_kev then cast(f.kev_date_added as timestamp) end,
               f.first_seen_at)) as starts_at,
           coalesce(a.publicly_exposed, s.publicly_exposed, s.user_facing, true) as exposed,
           coalesce(f.ssvc_automatable, 'yes') = 'yes' as automatable,
           coalesce(f.ssvc_technical_impact, 'total') as impact,
           a.publicly_exposed is null and s.publicly_exposed is null as exposure_assumed,
           f.ssvc_automatable is null as automatable_assumed,
           f.ssvc_technical_impact is null as impact_assumed,
           -- an asset that is no longer in use takes its findings along
           least(case when f.status in ('false_positive', 'not_affected') then least(f.first_seen_at, f.due_at)
                      when f.status <> 'open' then f.resolved_at end,
                 case when a.active_to <= $as_of then cast(a.active_to as timestamp) end) as closed_at,
           case when f.status in ('accepted', 'resolved') then cast(f.exception_approved_on as timestamp) end
               as accepted_from,
           coalesce(cast(f.exception_expires_on as timestamp), timestamp '9999-12-31') as accepted_until
    from vulnerability_findings f
    join services s on s.service_id = f.service_id
    left join assets a on a.asset_id = f.asset_id
    where f.first_seen_at < $as_of
),
dated as (
    select i.*, l.due_class as table_class_listed, u.due_class as table_class_unlisted,
           coalesce(i.recorded_due_at,
               case when i.recorded_class is not null then i.starts_at + r.days * interval 1 day
                    else i.first_seen_at + coalesce(c.days, case when i.severity is null then serious.soonest end)
                        * interval 1 day end) as due_at,
           coalesce(i.recorded_due_at,
               case when i.recorded_class is not null then i.starts_at + r.days * interval 1 day
                    else i.first_seen_at + coalesce(c.days, case when i.severity is null then serious.latest end)
                        * interval 1 day end) as latest_due_at
    from inputs i
    cross join (select min(days) as soonest, max(days) as latest from severity_clocks
                where severity in ('critical', 'high')) serious
    left join severity_clocks c on c.severity = i.severity
    left join due_classes r on r.due_class = i.recorded_class
    left join (select * from due_dates where in_kev) l
        on l.exposed = i.exposed and l.automatable = i.automatable and l.impact = i.impact
    left join (select * from due_dates where not in_kev) u
        on u.exposed = i.exposed and u.automatable = i.automatable and u.impact = i.impact
),
classed as (
    select d.*,
           case when has_cve then case when in_kev is false then table_class_unlisted else table_class_listed end end
               as listed_class,
           case when has_cve then case when in_kev then table_class_listed else table_class_unlisted end end
               as unlisted_class
    from dated d
),
limited as (
    select c.*, l.days as listed_days,
           case when l.days is not null then least(recorded_due_at, starts_at + l.days * interval 1 day) end
               as listed_due_at,
           case when u.days is not null then least(recorded_due_at, starts_at + u.days * interval 1 day) end
               as unlisted_due_at
    from classed c
    left join due_classes l on l.due_class = c.listed_class
    left join due_classes u on u.due_class = c.unlisted_class
)
select finding_id, service_id, asset_id, vulnerability_id, severity, epss_score, has_cve, in_kev, first_seen_at, starts_at,
       triaged_at, incident_id, status, exposed, automatable, impact,
       exposure_assumed, automatable_assumed, impact_assumed, recorded_class, listed_class, unlisted_class, listed_days,
       due_at, latest_due_at, listed_due_at, unlisted_due_at, closed_at, accepted_from, accepted_until,
       closed_at is null and not coalesce(accepted_from <= $as_of and $as_of < accepted_until, false) as is_open,
       coalesce(closed_at <= due_at, false)
           or coalesce(accepted_from <= due_at and due_at < accepted_until, false) as due_kept,
       coalesce(closed_at <= latest_due_at, false)
           or coalesce(accepted_from <= latest_due_at and latest_due_at < accepted_until, false) as latest_due_kept,
       coalesce(closed_at <= listed_due_at, false)
           or coalesce(accepted_from <= listed_due_at and listed_due_at < accepted_until, false) as listed_due_kept,
       coalesce(closed_at <= unlisted_due_at, false)
           or coalesce(accepted_from <= unlisted_due_at and unlisted_due_at < accepted_until, false) as unlisted_due_kept,
       source_ref
from limited
where (closed_at is null and not coalesce(accepted_from <= $as_of and $as_of < accepted_until, false))
   or first_seen_at >= $as_of - interval 366 day
   or latest_due_at >= $as_of - interval 366 day
   or listed_due_at >= $as_of - interval 366 day
   or unlisted_due_at >= $as_of - interval 366 day
