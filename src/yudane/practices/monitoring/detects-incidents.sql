with evidence as (
    select service_id, incident_id, severity, detected_by, coalesce(declared_at, detected_at) as happened_at,
        severity is null as ungraded, detected_by = 'alert' as by_alert, source_ref
    from incidents
    where coalesce(declared_at, detected_at) >= $as_of - interval 180 day
        and coalesce(declared_at, detected_at) < $as_of
        and (severity is null or severity <= 3)
),
counted as (
    select service_id,
        count(*) filter (where not ungraded) as graded,
        count(*) filter (where not ungraded and by_alert) as graded_by_alert,
        count(*) filter (where ungraded) as ungraded_incidents,
        count(*) filter (where ungraded and by_alert) as ungraded_by_alert
    from evidence
    group by service_id
)
select service_id, graded as incident_count, graded_by_alert as found_by_alert, ungraded_incidents,
    round(graded_by_alert * 1.0 / nullif(graded, 0), 9) as found_share,
    -- an ungraded incident may count or not: at worst only those do that no alert found, at best only the others
    round(graded_by_alert * 1.0 / nullif(graded + ungraded_incidents - ungraded_by_alert, 0), 9)
        as found_share_at_worst,
    round((graded_by_alert + ungraded_by_alert) * 1.0 / nullif(graded + ungraded_by_alert, 0), 9) as found_share_at_best
from counted
where graded + ungraded_incidents >= $min_n
