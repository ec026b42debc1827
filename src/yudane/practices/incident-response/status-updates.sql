with evidence as (
    select
        service_id,
        incident_id,
        severity,
        customer_visible,
        coalesce(declared_at, detected_at) as happened_at,
        first_update_at,
        severity <= 2 and customer_visible as counts,  -- null: severity or visibility was not said
        coalesce(first_update_at <= coalesce(declared_at, detected_at) + $minutes * interval 1 minute, false) as in_time,
        source_ref
    from incidents
    where coalesce(severity, 1) <= 2 and coalesce(customer_visible, true)
        and coalesce(declared_at, detected_at) >= $as_of - interval 180 day
        and coalesce(declared_at, detected_at) < $as_of
        -- without an update yet, and the time is not up
        and not (first_update_at is null and coalesce(declared_at, detected_at) + $minutes * interval 1 minute >= $as_of)
)
select
    service_id,
    count(case when counts then 1 end) as visible_incidents,
    count(case when counts is null then 1 end) as unsure_incidents,
    count(case when counts and in_time then 1 end) as informed_incidents,
    count(case when counts and in_time then 1 end) * 1.0
        / nullif(count(case when counts or not in_time then 1 end), 0) as informed_at_least,
    count(case when in_time then 1 end) * 1.0
        / nullif(count(case when counts or in_time then 1 end), 0) as informed_at_most
from evidence
group by service_id
having count(*) >= $min_n
