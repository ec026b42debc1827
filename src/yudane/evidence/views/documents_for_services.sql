-- Documents by service: a team's document speaks for all services of the team, the company's for all.
-- A page that answers 401 or 403 is there; whoever checked it only has no login.
select d.document_id, d.doc_type, d.title, d.url, d.owner_team_id, d.last_modified_at, d.last_reviewed_on,
       d.review_interval_days, d.version_controlled, d.http_status, d.links_total, d.links_broken,
       d.link_checked_at, d.states, d.source_ref,
       d.http_status between 200 and 399 or d.http_status in (401, 403) as reachable,
       s.service_id, 'service' as scope
from documents d join services s on s.service_id = d.service_id
union all
select d.document_id, d.doc_type, d.title, d.url, d.owner_team_id, d.last_modified_at, d.last_reviewed_on,
       d.review_interval_days, d.version_controlled, d.http_status, d.links_total, d.links_broken,
       d.link_checked_at, d.states, d.source_ref,
       d.http_status between 200 and 399 or d.http_status in (401, 403) as reachable,
       s.service_id, 'team' as scope
from documents d join services s on s.team_id = d.owner_team_id
where d.service_id is null
union all
select d.document_id, d.doc_type, d.title, d.url, d.owner_team_id, d.last_modified_at, d.last_reviewed_on,
       d.review_interval_days, d.version_controlled, d.http_status, d.links_total, d.links_broken,
       d.link_checked_at, d.states, d.source_ref,
       d.http_status between 200 and 399 or d.http_status in (401, 403) as reachable,
       s.service_id, 'company' as scope
from documents d cross join services s
where d.service_id is null and d.owner_team_id is null
