with statements as (
    select d.document_id, bool_or(s.statement = 'severities') as states_severities
    from documents d, unnest(d.states) as s(statement)
    where d.doc_type = 'monitoring_policy'
    group by d.document_id
),
evidence as (
    select d.service_id, d.document_id, d.title, d.url, d.scope, d.http_status, d.last_reviewed_on, d.states,
        d.source_ref, s.states_severities, d.reachable,
        coalesce(cast(d.last_reviewed_on as timestamp) >= $as_of - $max_age_days * interval 1 day, false) as recent
    from documents_for_services d
    left join statements s on s.document_id = d.document_id
    where d.doc_type = 'monitoring_policy'
),
judged as (  -- null: the link was never checked and nothing else speaks against the page
    select service_id, last_reviewed_on, reachable, recent, states_severities,
        reachable and recent and coalesce(states_severities, true) as holds
    from evidence
)
select service_id,
    count(*) as policies,
    count(*) filter (where reachable) as reachable_policies,
    count(*) filter (where recent) as recent_policies,
    count(*) filter (where not states_severities) as policies_without_severities,
    count(*) filter (where holds) as holding_policies,
    count(*) filter (where holds is null) as undecided_policies,
    max(last_reviewed_on) filter (where holds) as last_review
from judged
group by service_id
