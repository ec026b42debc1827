with wanted as (
  select service_id, judged_tier, possible_tiers, document_id, doc_type, title, url, scope, last_reviewed_on,
    source_ref,
    coalesce(
      review_interval_days,
      case doc_type
        when 'runbook' then $runbook_interval_days when 'dr_plan' then $dr_plan_interval_days else $interval_days
      end) as days_between
  from required_documents_for_services
  where document_id is not null
),
evidence as (
  select service_id, judged_tier, possible_tiers, document_id, doc_type, title, url, scope, last_reviewed_on,
    days_between, source_ref,
    coalesce(cast(last_reviewed_on as timestamp) >= $as_of - days_between * interval 1 day, false) as confirmed
  from wanted
),
tiers as (
  select service_id, judged_tier, max(possible_tiers) as possible_tiers,
    count(*) as documents_judged,
    count(case when confirmed then 1 end) as documents_confirmed
  from evidence
  group by service_id, judged_tier
),
ranked as (  -- where the tier is not known, the worst one is shown and all of them decide
  select service_id, possible_tiers, documents_judged, documents_confirmed,
    round(documents_confirmed * 1.0 / documents_judged, 9) as share_confirmed,
    row_number()
      over (partition by service_id order by documents_confirmed * 1.0 / documents_judged, judged_tier) as place,
    count(*) over (partition by service_id) as judged_tiers,
    max(round(documents_confirmed * 1.0 / documents_judged, 9)) over (partition by service_id) as share_at_best
  from tiers
)
select service_id, documents_judged, documents_confirmed, share_confirmed, share_at_best,
  judged_tiers < possible_tiers as judged_in_part
from ranked
where place = 1
