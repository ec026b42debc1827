with told as (
    select distinct d.document_id
    from documents d
    cross join unnest(d.states) as said(what)
    where d.doc_type = 'incident_flow'
),
evidence as (
    select
        d.service_id,
        d.document_id,
        d.title,
        d.url,
        d.scope,
        d.owner_team_id,
        d.http_status,
        d.last_reviewed_on,
        d.states,
        d.source_ref,
        d.http_status between 200 and 399 or d.http_status in (401, 403) as reachable,
        d.last_reviewed_on is not null
            and cast(d.last_reviewed_on as timestamp) >= $as_of - $max_age_days * interval 1 day
            and cast(d.last_reviewed_on as timestamp) < $as_of as reviewed,
        -- a flow the team does not own must say whom to call, where we know what it says
        (d.scope <> 'company' and (d.owner_team_id is null or d.owner_team_id = s.team_id))
            or told.document_id is null
            or 'contacts' = any(d.states) as fits_service
    from documents_for_services d
    join services s on s.service_id = d.service_id
    left join told on told.document_id = d.document_id
    where d.doc_type = 'incident_flow'
)
select
    service_id,
    count(*) as flow_documents,
    count(case when reachable then 1 end) as reachable_documents,
    count(case when reviewed then 1 end) as reviewed_documents,
    count(case when fits_service then 1 end) as fitting_documents,
    count(case when reachable and reviewed and fits_service then 1 end) as usable_documents,
    count(case when (reachable and reviewed and fits_service) is null then 1 end) as undecided_documents
from evidence
group by service_id
