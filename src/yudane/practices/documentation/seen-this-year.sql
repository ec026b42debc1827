with evidence as (
  select service_id, judged_tier, possible_tiers, document_id, doc_type, title, url, scope, last_modified_at,
    last_reviewed_on, source_ref,
    coalesce(last_modified_at >= $as_of - $within_days * interval 1 day and last_modified_at < $as_of, false)
      or coalesce(cast(last_reviewed_on as timestamp) >= $as_of - $within_days * interval 1 day, false) as seen
  from required_documents_for_services
  where document_id is not null
),
tiers as (
  select service_id, judged_tier, max(possible_tiers) as possible_tiers,
    count(*) as documents_judged,
    count(case when seen then 1 end) as documents_seen
  from evidence
  group by service_id, judged_tier
),
ranked as (  -- where the tier is not known, the worst one is shown and all of them decide
  select service_id, possible_tiers, documents_judged, documents_seen,
    round(documents_seen * 1.0 / documents_judged, 9) as share_seen,
    row_number() over (partition by service_id order by documents_seen * 1.0 / documents_judged, judged_tier) as place,
    count(*) over (partition by service_id) as judged_tiers,
    max(round(documents_seen * 1.0 / documents_judged, 9)) over (partition by service_id) as share_at_best
  from tiers
)
select service_id, documents_judged, documents_seen, share_seen, share_at_best,
  judged_tiers < possible_tiers as judged_in_part
from ranked
where place = 1
