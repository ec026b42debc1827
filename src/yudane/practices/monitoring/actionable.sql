with evidence as (
    select service_id, fingerprint, rule_id, starts_at, disposition, incident_id, source_ref
    from alert_firings
    where severity = 'page' and disposition <> 'duplicate' and starts_at >= $as_of - interval 90 day
)
select service_id,
    count(*) as pages,
    count(*) filter (where disposition <> 'unknown') as labelled_pages,
    count(*) filter (where disposition = 'actionable') as actionable_pages,
    round(count(*) filter (where disposition <> 'unknown') * 1.0 / count(*), 9) as labelled_share,
    round(count(*) filter (where disposition = 'actionable') * 1.0
        / nullif(count(*) filter (where disposition <> 'unknown'), 0), 9) as actionable_share
from evidence
group by service_id
having count(*) >= $min_n
