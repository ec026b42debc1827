with evidence as (
    select
        service_id,
        'incident' as what,
        incident_id as reference,
        coalesce(declared_at, detected_at) as happened_at,
        severity,
        source_ref
    from incidents
    where coalesce(declared_at, detected_at) >= $as_of - interval 180 day
        and coalesce(declared_at, detected_at) < $as_of
    union all
    select
        service_id,
        'severity scale' as what,
        url as reference,
        last_modified_at as happened_at,
        cast(null as bigint) as severity,
        source_ref
    from documents_for_services
    where doc_type = 'severity_scale'
        and coalesce(http_status, 200) not in (404, 410)  -- the check of the link found no document
)
select
    service_id,
    count(case when what = 'severity scale' then 1 end) as scale_documents,
    count(case when what = 'incident' then 1 end) as incident_count,
    count(severity) as graded_incidents,
    count(severity) * 1.0 / nullif(count(case when what = 'incident' then 1 end), 0) as graded_share
from evidence
group by service_id
