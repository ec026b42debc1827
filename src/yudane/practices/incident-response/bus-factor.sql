with evidence as (
    select
        service_id,
        'incident' as what,
        incident_id as reference,
        coalesce(declared_at, detected_at) as happened_at,
        lead_person_id as led_by,
        source_ref
    from incidents
    where coalesce(declared_at, detected_at) >= $as_of - interval 365 day
        and coalesce(declared_at, detected_at) < $as_of
    union all
    select
        service_id,
        'drill' as what,
        drill_id as reference,
        cast(held_on as timestamp) as happened_at,
        commander_person_id as led_by,
        source_ref
    from drills
    where cast(held_on as timestamp) >= $as_of - interval 365 day
        and cast(held_on as timestamp) < $as_of
),
leads as (  -- one row a person; those that name nobody share a row
    select
        service_id,
        led_by,
        count(*) as led,
        count(case when what = 'incident' and happened_at >= $as_of - interval 180 day then 1 end) as led_incidents
    from evidence
    group by service_id, led_by
)
select
    service_id,
    sum(led_incidents) as incident_count,
    coalesce(max(case when led_by is not null then led_incidents end), 0) as most_led_by_one,
    coalesce(sum(case when led_by is null then led_incidents end), 0) as incidents_without_name,
    count(led_by) as leading_people,
    coalesce(sum(case when led_by is null then led end), 0) as year_without_name
from leads
group by service_id
