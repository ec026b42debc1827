select d.service_id, d.document_id, d.doc_type, d.title, d.url, d.scope, d.owner_team_id,
    d.owner_team_id is not null and d.owner_team_id = s.team_id as fits, d.source_ref
from documents_for_services d
join services s on s.service_id = d.service_id
where d.scope <> 'company'
