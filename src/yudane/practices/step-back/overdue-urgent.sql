with classed as (  -- not recorded, the class is the table's where all it asks for is known
    select *, coalesce(recorded_class, listed_class) in ('3d', '3d_forensic') as is_3d_listed,
        coalesce(recorded_class, unlisted_class) in ('3d', '3d_forensic') as is_3d_unlisted
    from findings_with_due
    where is_open and (recorded_class is not null or not (exposure_assumed or automatable_assumed or impact_assumed))
),
findings as (  -- a CVE nobody compared with KEV may be of either class
    select service_id, finding_id, asset_id, vulnerability_id, source_ref, is_3d_listed and is_3d_unlisted as is_sure,
        case when recorded_class is not null then due_at when is_3d_listed then listed_due_at
            else unlisted_due_at end as due_at
    from classed
    where is_3d_listed or is_3d_unlisted
),
asked as (
    select w.request_id, s.service_id, w.created_at, w.waited_hours, w.lacking_days, w.source_ref
    from request_times w
    join services s on s.service_id = w.service_id
    where w.request_type = 'urgent_vuln' and w.answered_at is null
    union all
    -- without a service: all services of the team that was asked
    select w.request_id, s.service_id, w.created_at, w.waited_hours, w.lacking_days, w.source_ref
    from request_times w
    join services s on s.team_id = w.assignee_team_id
    where w.request_type = 'urgent_vuln' and w.answered_at is null and w.service_id is null
),
evidence as (
    select service_id, 'finding' as what, finding_id as id, asset_id, vulnerability_id, due_at as since,
        extract(epoch from ($as_of - due_at)) / 86400.0 as days,
        case when due_at + $overdue_days * interval 1 day >= $as_of then false when is_sure then true end as is_late,
        source_ref
    from findings
    union all
    -- a day that the calendar lacks may have been a business day or not
    select service_id, 'request', request_id, null, null, created_at,
        waited_hours / ($business_hours_end - $business_hours_start),
        case when waited_hours > $unanswered_bd * ($business_hours_end - $business_hours_start) then true
            when waited_hours <= ($unanswered_bd - lacking_days) * ($business_hours_end - $business_hours_start)
            then false end,
        source_ref
    from asked
)
select service_id,
    count(case when what = 'finding' then 1 end) as urgent_findings,
    count(case when what = 'finding' and is_late then 1 end) as overdue_findings,
    max(case when what = 'finding' and is_late then days end) as longest_days,
    count(case when what = 'request' then 1 end) as waiting_requests,
    count(case when what = 'request' and is_late then 1 end) as late_requests,
    count(*) - count(is_late) as unclear
from evidence
group by service_id
