with evidence as (
    select
        service_id,
        incident_id,
        closed_at,
        impact_started_at,
        detected_at,
        acknowledged_at,
        mitigated_at,
        resolved_at,
        coalesce(
            impact_started_at <= detected_at
                and detected_at <= acknowledged_at
                and acknowledged_at <= mitigated_at
                and mitigated_at <= resolved_at,
            false
        ) as complete,
        source_ref
    from incidents
    where closed_at >= $as_of - interval 180 day and closed_at < $as_of
)
select
    service_id,
    count(*) as closed_incidents,
    count(case when complete then 1 end) as complete_incidents,
    count(case when complete then 1 end) * 1.0 / count(*) as complete_share
from evidence
group by service_id
having count(*) >= $min_n
