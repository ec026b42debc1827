-- What each service must have by its tier, and the documents found for it; where the tier is not known, every tier
-- is gone through. A document of the team or the company counts only for types that may be shared.
with types as (
  select s.service_id, r.tier as judged_tier, 1 as possible_tiers, r.doc_type, bool_or(r.shared) as shared
  from services s join required_documents r on r.tier = s.tier
  group by s.service_id, r.tier, r.doc_type
  union all
  select s.service_id, r.tier as judged_tier, (select count(distinct tier) from required_documents) as possible_tiers,
    r.doc_type, bool_or(r.shared) as shared
  from services s cross join required_documents r
  where s.tier is null
  group by s.service_id, r.tier, r.doc_type
),
found as (
  select t.judged_tier, d.service_id, d.doc_type, d.document_id, d.title, d.url, d.scope,
    d.last_modified_at, d.last_reviewed_on, d.review_interval_days, d.version_controlled, d.http_status, d.reachable,
    d.link_checked_at, d.source_ref
  from types t join documents_for_services d on d.service_id = t.service_id and d.doc_type = t.doc_type
  where d.scope = 'service' or t.shared
)
select t.service_id, t.judged_tier, t.possible_tiers, t.doc_type, f.document_id, f.title, f.url, f.scope,
  f.last_modified_at, f.last_reviewed_on, f.review_interval_days, f.version_controlled,
  f.http_status, f.reachable, f.link_checked_at, f.source_ref
from types t
left join found f on f.service_id = t.service_id and f.judged_tier = t.judged_tier and f.doc_type = t.doc_type
