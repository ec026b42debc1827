with follow_ups as (
    select source_id, count(*) as action_items
    from action_items
    where source_kind = 'drill'
    group by source_id
),
evidence as (
    select
        d.service_id,
        d.drill_id,
        d.kind,
        d.held_on,
        d.report_url,
        d.findings_count,
        coalesce(f.action_items, 0) as action_items,
        coalesce(d.report_url, '') <> ''
            and (coalesce(f.action_items, 0) > 0 or coalesce(d.findings_count = 0, false)) as followed_up,
        d.source_ref
    from drills d
    left join follow_ups f on f.source_id = d.drill_id
    where cast(d.held_on as timestamp) >= $as_of - interval 365 day
        and cast(d.held_on as timestamp) < $as_of
)
select
    e.service_id,
    count(*) as drills_held,
    count(case when e.followed_up then 1 end) as drills_followed_up,
    max(case when s.tier = 1 then $per_year_tier1 else $per_year end) as drills_needed
from evidence e
join services s on s.service_id = e.service_id
group by e.service_id
