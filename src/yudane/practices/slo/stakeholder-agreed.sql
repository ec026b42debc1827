with evidence as (
  select service_id, review_id, held_on, business_attended, minutes_url, source_ref
  from reviews_for_services
  where kind = 'slo'
    and cast(held_on as timestamp) >= $as_of - interval 365 day
    and cast(held_on as timestamp) < $as_of
)
select service_id,
  count(*) as slo_reviews,
  count(*) filter (where business_attended) as reviews_with_business,
  max(held_on) as last_review_on
from evidence
group by service_id
