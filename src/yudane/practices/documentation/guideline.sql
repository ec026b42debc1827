with evidence as (
  select service_id, document_id, title, url, scope, owner_team_id, http_status, reachable, source_ref
  from documents_for_services
  where doc_type = 'doc_guideline'
)
select service_id,
  count(*) as guidelines,
  count(case when reachable then 1 end) as guidelines_opening,
  count(case when reachable is null then 1 end) as guidelines_unchecked
from evidence
group by service_id
