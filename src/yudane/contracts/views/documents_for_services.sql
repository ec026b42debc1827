-- Documents by service: a team's document speaks for all services of the team, the company's for all.
-- A page that answers 401 or 403 is there; whoever checked it only has no login.
select d.document_id, d.doc_type, d.title, d.url, d.owner_team_id, d.last_modified_at, d.last_reviewed_on,
       d.review_interval_days, d.version_controlled, d.http_status, d.links_total, d.links_broken,
       d.link_checked_at, d.states, d.source_ref,
       d.http_status between 200 and 399 or d.http_status in (401, 403) as reachable,
       s.service_id, s.scope
from documents d
join service_scopes s
    on s.scope = case when d.service_id is not null then 'service'
        when d.owner_team_id is not null then 'team' else 'company' end
    and s.whose = coalesce(d.service_id, d.owner_team_id, '')
