with apart as (  -- incidents with a commander who is not on the repair as well
    select distinct c.incident_id
    from incident_participants c
    left join incident_participants o on o.incident_id = c.incident_id and o.person_id = c.person_id and o.role = 'ops'
    where c.role = 'commander' and o.person_id is null
),
informed as (select distinct incident_id from incident_participants where role = 'comms'),
rehearsed as (
    select d.drill_id
    from drills d
    cross join unnest(d.roles) as r(role)
    group by d.drill_id
    having max(case when r.role = 'commander' then 1 else 0 end) = 1 and count(distinct r.role) >= 2
),
evidence as (
    select i.service_id, 'incident' as what, i.incident_id as reference,
        coalesce(i.declared_at, i.detected_at) as happened_at, i.severity, i.customer_visible,
        i.severity <= 2 and i.customer_visible as major_visible,  -- null: not said
        a.incident_id is not null or (i.commander_person_id is not null and o.person_id is null) as roles_apart,
        f.incident_id is not null as others_told, i.source_ref
    from incidents i
    left join apart a on a.incident_id = i.incident_id
    left join incident_participants o  -- the commander named for this service, on the repair as well
        on o.incident_id = i.incident_id and o.person_id = i.commander_person_id and o.role = 'ops'
    left join informed f on f.incident_id = i.incident_id
    where coalesce(i.severity, 1) <= 2  -- an ungraded one may be major
        and coalesce(i.declared_at, i.detected_at) >= $as_of - interval 180 day
        and coalesce(i.declared_at, i.detected_at) < $as_of
    union all
    select d.service_id, 'drill', d.drill_id, cast(d.held_on as timestamp), null, null, false, true, false, d.source_ref
    from drills d
    join rehearsed r on r.drill_id = d.drill_id
    where cast(d.held_on as timestamp) >= $as_of - interval 365 day and cast(d.held_on as timestamp) < $as_of
),
counts as (
    select
        service_id,
        count(severity) as major_incidents,
        count(case when severity is not null and roles_apart then 1 end) as separated_incidents,
        count(case when severity is null and what = 'incident' and roles_apart then 1 end) as unsure_separated,
        count(case when severity is null and not roles_apart then 1 end) as unsure_unseparated,
        count(case when major_visible then 1 end) as visible_incidents,
        count(case when major_visible and others_told then 1 end) as told_incidents,
        count(case when major_visible is null and others_told then 1 end) as unsure_told,
        count(case when major_visible is null and not others_told then 1 end) as unsure_untold,
        count(case when severity is null and what = 'incident' and (others_told or not coalesce(customer_visible, false))
            then 1 end) as unsure_harmless,
        count(case when what = 'drill' then 1 end) as drills_with_roles
    from evidence
    group by service_id
)
select
    service_id, major_incidents, separated_incidents, visible_incidents, told_incidents, drills_with_roles,
    major_incidents + unsure_separated + unsure_unseparated as major_incidents_at_most,
    -- shares if all that was not said turned out badly, and if it turned out well
    separated_incidents * 1.0 / nullif(major_incidents + unsure_unseparated, 0) as separated_at_least,
    (separated_incidents + unsure_separated) * 1.0 / greatest(major_incidents + unsure_separated, $min_n) as separated_at_most,
    told_incidents * 1.0 / nullif(visible_incidents + unsure_untold, 0) as told_at_least,
    (told_incidents + unsure_told) * 1.0 / nullif(visible_incidents + unsure_told
        + greatest($min_n - major_incidents - unsure_harmless, 0), 0) as told_at_most  -- some must be major to be judged
from counts
