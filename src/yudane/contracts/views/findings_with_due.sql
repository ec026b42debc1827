-- Findings with what their due dates follow from. Still open ones, and those first seen or due in the last 190 days.
with rules as (  -- the class if KEV lists it, and if it does not; the same twice where that is known
    select k.kev, p.exposed, p.automatable, p.impact, p.due_class as listed_class, q.due_class as unlisted_class,
           pc.days as listed_days, qc.days as unlisted_days
    from (values ('listed', true, true), ('unlisted', false, false), ('not compared', true, false))
        k(kev, at_most, at_least)
    join due_dates p on p.in_kev = k.at_most
    join due_dates q on q.in_kev = k.at_least
        and q.exposed = p.exposed and q.automatable = p.automatable and q.impact = p.impact
    left join due_classes pc on pc.due_class = p.due_class
    left join due_classes qc on qc.due_class = q.due_class
),
clocks as (
    select true as by_class, due_class as told, days as soonest, days as latest from due_classes
    union all select false, severity, days, days from severity_clocks
    union all select false, 'ungraded', min(days), max(days) from severity_clocks where severity in ('critical', 'high')
),
inputs as (
    select f.finding_id, f.service_id, f.asset_id, f.vulnerability_id, f.severity, f.epss_score, f.first_seen_at,
           f.triaged_at, f.incident_id, f.status, f.source_ref, f.due_class as recorded_class, f.due_at as recorded_due_at,
           -- KEV lists CVEs only
           f.in_kev is true or f.vulnerability_id like 'CVE-%'
               or coalesce(cast(f.aliases as varchar) like '%CVE-%', false) as has_cve,
           f.in_kev as told_in_kev,
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
    select i.*, r.listed_class, r.unlisted_class, r.listed_days,
           case when i.told_in_kev is null and not i.has_cve then false else i.told_in_kev end as in_kev,
           coalesce(i.recorded_due_at, case when c.by_class then i.starts_at else i.first_seen_at end
               + c.soonest * interval 1 day) as due_at,
           coalesce(i.recorded_due_at, case when c.by_class then i.starts_at else i.first_seen_at end
               + c.latest * interval 1 day) as latest_due_at,
           case when r.listed_days is not null
               then least(i.recorded_due_at, i.starts_at + r.listed_days * interval 1 day) end as listed_due_at,
           case when r.unlisted_days is not null
               then least(i.recorded_due_at, i.starts_at + r.unlisted_days * interval 1 day) end as unlisted_due_at
    from inputs i
    left join clocks c on c.by_class = (i.recorded_class is not null)
        and c.told = coalesce(i.recorded_class, i.severity, 'ungraded')
    left join rules r on r.exposed = i.exposed and r.automatable = i.automatable and r.impact = i.impact
        and r.kev = case when not i.has_cve then null when i.told_in_kev then 'listed'
            when i.told_in_kev is null then 'not compared' else 'unlisted' end
)
select finding_id, service_id, asset_id, vulnerability_id, severity, epss_score, has_cve, in_kev, first_seen_at, starts_at,
       triaged_at, incident_id, status, exposed, automatable, impact,
       exposure_assumed, automatable_assumed, impact_assumed, recorded_class, listed_class, unlisted_class, listed_days,
       due_at, latest_due_at, listed_due_at, unlisted_due_at, closed_at, accepted_from,
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
from dated
where (closed_at is null and not coalesce(accepted_from <= $as_of and $as_of < accepted_until, false))
   or first_seen_at >= $as_of - interval 190 day
   or latest_due_at >= $as_of - interval 190 day
   or listed_due_at >= $as_of - interval 190 day
   or unlisted_due_at >= $as_of - interval 190 day
