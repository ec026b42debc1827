with evidence as (
    select service_id, review_id, scope, held_on, decisions_count, minutes_url, source_ref
    from reviews_for_services
    where kind = 'alert'
        and cast(held_on as timestamp) >= $as_of - $max_gap_days * interval 1 day
        and cast(held_on as timestamp) < $as_of
)
select service_id,
    count(*) as reviews_held,
    count(*) filter (where decisions_count >= 1) as deciding_reviews,
    max(held_on) filter (where decisions_count >= 1) as last_decided_on
from evidence
group by service_id
