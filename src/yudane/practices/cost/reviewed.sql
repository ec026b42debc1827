with evidence as (
  select service_id, review_id, held_on, cast(date_trunc('month', held_on) as date) as month, decisions_count,
    minutes_url, source_ref
  from reviews_for_services
  where kind = 'cost'
    and cast(held_on as timestamp) >= date_trunc('month', $as_of) - interval 3 month
    and cast(held_on as timestamp) < date_trunc('month', $as_of)
)
select service_id,
  count(distinct review_id) as cost_reviews,
  count(distinct month) filter (where decisions_count >= 1) as months_reviewed,
  max(held_on) as last_review_on
from evidence
group by service_id
