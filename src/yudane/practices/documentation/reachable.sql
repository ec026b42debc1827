with evidence as (
  select service_id, judged_tier, possible_tiers, document_id, doc_type, title, url, scope, http_status,
    link_checked_at, source_ref,
    -- null: nobody checked
    reachable and link_checked_at >= $as_of - $checked_within_days * interval 1 day as opening
  from required_documents_for_services
  where document_id is not null
),
tiers as (
  select service_id, judged_tier, max(possible_tiers) as possible_tiers,
    count(*) as documents_judged,
    count(case when opening then 1 end) as documents_opening,
    count(case when opening is null then 1 end) as documents_unchecked
  from evidence
  group by service_id, judged_tier
),
ranked as (  -- where the tier is not known, the worst one is shown and all of them decide
  select service_id, possible_tiers, documents_judged, documents_opening, documents_unchecked,
    round(documents_opening * 1.0 / documents_judged, 9) as share_opening,
    row_number()
      over (partition by service_id order by documents_opening * 1.0 / documents_judged, judged_tier) as place,
    count(*) over (partition by service_id) as judged_tiers,
    max(round((documents_opening + documents_unchecked) * 1.0 / documents_judged, 9))
      over (partition by service_id) as share_at_best
  from tiers
)
select service_id, documents_judged, documents_opening, documents_unchecked, share_opening, share_at_best,
  judged_tiers < possible_tiers as judged_in_part
from ranked
where place = 1
