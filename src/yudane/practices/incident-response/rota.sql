with evidence as (
    select service_id, schedule_id, shift_id, person_id,
        greatest(starts_at, $as_of - interval 90 day) as from_at,
        least(ends_at, $as_of) as until_at,
        source_ref
    from oncall_shifts
    where role = 'primary' and ends_at > starts_at
        and starts_at < $as_of and ends_at > $as_of - interval 90 day
),
stretches as (  -- what each shift adds to the shifts before it
    select service_id, until_at,
        greatest(from_at, coalesce(max(until_at) over (partition by service_id order by from_at, until_at
            rows between unbounded preceding and 1 preceding), from_at)) as from_at
    from evidence
),
day_hours as (
    select
        is_business_day,
        greatest(cast(date as timestamp) + ($business_start - $zone_offset_hours) * interval 1 hour,
            $as_of - interval 90 day) as opens,
        least(cast(date as timestamp) + ($business_end - $zone_offset_hours) * interval 1 hour, $as_of) as closes
    from calendar_days
),
required as (
    select '24x7' as duty, $as_of - interval 90 day as opens, $as_of as closes
    union all
    select 'business' as duty, opens, closes
    from day_hours
    where is_business_day and opens < closes
        and (select sum(extract(epoch from (closes - opens))) from day_hours where opens < closes)
            >= 90 * 3600 * ($business_end - $business_start)  -- a calendar with holes cannot tell
),
covered as (
    select t.service_id, sum(extract(epoch from (least(t.until_at, r.closes) - greatest(t.from_at, r.opens)))) as seconds
    from stretches t
    join services s on s.service_id = t.service_id
    join required r on r.duty = s.on_call_hours and r.opens < t.until_at and r.closes > t.from_at
    where t.from_at < t.until_at
    group by t.service_id
),
asked as (select duty, sum(extract(epoch from (closes - opens))) as seconds from required group by duty),
persons as (select service_id, count(distinct person_id) as primary_people from evidence group by service_id)
select
    p.service_id,
    p.primary_people,
    case when s.tier = 3 then $people_min_tier3 else $people_min end as people_needed,
    a.seconds / 3600 as required_hours,
    case when a.seconds is not null then coalesce(c.seconds, 0) / 3600 end as covered_hours,
    coalesce(c.seconds, 0) / nullif(a.seconds, 0) as covered_share
from persons p
join services s on s.service_id = p.service_id
left join asked a on a.duty = s.on_call_hours
left join covered c on c.service_id = p.service_id
