with notes as (
    select
        service_id,
        review_id,
        cast(held_on as timestamp) as day,
        case when cast(held_on as timestamp) >= $as_of - interval 28 day
            then floor((extract(epoch from ($as_of - cast(held_on as timestamp))) / 86400 - 1) / 7) end as weeks_ago,
        source_ref
    from reviews_for_services
    where kind = 'oncall_handoff'  -- a change on the first day may have been handed over before the four weeks
        and cast(held_on as timestamp) >= $as_of - interval 30 day and cast(held_on as timestamp) < $as_of
),
shifts as (
    select
        service_id,
        shift_id,
        starts_at,
        date_trunc('day', starts_at + $zone_offset_hours * interval 1 hour) as day,
        person_id <> lag(person_id) over (partition by service_id, schedule_id order by starts_at, shift_id) as hands_over,
        source_ref
    from oncall_shifts
    where role = 'primary' and starts_at < $as_of and ends_at > $as_of - interval 90 day
),
changes as (
    select c.service_id, c.shift_id, c.day, c.source_ref, count(n.review_id) > 0 as handed_over
    from shifts c
    left join notes n on n.service_id = c.service_id and n.day <= c.day and n.day >= c.day - interval 1 day
    where c.hands_over and c.starts_at >= $as_of - interval 28 day and c.day < $as_of
    group by c.service_id, c.shift_id, c.day, c.source_ref
),
rotas as (
    select distinct service_id
    from oncall_shifts
    where role in ('primary', 'secondary') and starts_at < $as_of and ends_at > $as_of - interval 28 day
),
evidence as (
    select service_id, 'handover' as what, review_id as reference, day, weeks_ago,
        cast(null as boolean) as handed_over, source_ref
    from notes
    union all
    select service_id, 'shift change', shift_id, day, null, handed_over, source_ref
    from changes
)
select
    e.service_id,
    count(distinct e.weeks_ago) as weeks_with_handover,
    count(case when e.what = 'shift change' then 1 end) as shift_changes,
    count(case when e.handed_over then 1 end) as handed_over_changes
from evidence e
join rotas r on r.service_id = e.service_id
group by e.service_id
having count(case when e.what = 'shift change' then 1 end) > 0 or count(distinct e.weeks_ago) >= $weeks
