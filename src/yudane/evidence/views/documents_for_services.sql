-- Documents by service: a team's document speaks for all services of the team, the company's for all.
select d.document_id, d.doc_type, d.title, d.url, d.owner_team_id, d.last_modified_at, d.last_reviewed_on,
       d.review_interval_days, d.version_controlled, d.http_status, d.links_total, d.links_broken, d.link_checked_at,
       d.states, d.source_ref, s.service_id,
       case when d.service_id is not null then 'service' when d.owner_team_id is not null then 'team' else 'company' end
           as scope
from documents d
join services s on s.service_id = d.service_id
    or (d.service_id is null and (d.owner_team_id is null or d.owner_team_id = s.team_id))
