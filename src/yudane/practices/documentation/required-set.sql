with evidence as (  -- a type without a document has one row with an empty document
  select service_id, judged_tier, doc_type, document_id, title, url, scope, source_ref
  from required_documents_for_services
),
types as (
  select service_id, judged_tier, doc_type, count(document_id) as found
  from evidence
  group by service_id, judged_tier, doc_type
),
tiers as (
  select service_id, judged_tier,
    count(*) as types_required,
    count(case when found > 0 then 1 end) as types_found,
    string_agg(case when found = 0 then doc_type end, ', ' order by doc_type) as types_missing
  from types
  group by service_id, judged_tier
),
ranked as (  -- where the tier is not known, the strictest tier is shown and all of them decide
  select service_id, types_required, types_found, types_missing,
    row_number() over (partition by service_id order by types_required - types_found desc, judged_tier) as place,
    min(types_required - types_found) over (partition by service_id) as missing_at_best
  from tiers
)
select service_id, types_required, types_found, types_missing, missing_at_best
from ranked
where place = 1
