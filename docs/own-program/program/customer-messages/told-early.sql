with evidence as (
    select service_id, incident_id, detected_at, impact_started_at, first_update_at, source_ref,
        first_update_at <= coalesce(impact_started_at, detected_at) + $minutes * interval 1 minute as in_time
    from incidents
    where customer_visible and detected_at >= $as_of - interval 180 day and detected_at < $as_of
)
select service_id,
    count(*) as visible,
    count(*) filter (where in_time) as told,
    count(*) filter (where in_time) * 1.0 / count(*) as told_share
from evidence
group by service_id
