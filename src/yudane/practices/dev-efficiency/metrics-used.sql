with evidence as (
    select service_id, review_id, scope, held_on, attendee_count, decisions_count, minutes_url, source_ref
    from reviews_for_services
    where kind = 'delivery'
        and cast(held_on as timestamp) >= $as_of - $max_gap_days * interval 1 day
        and cast(held_on as timestamp) < $as_of
)
select
    service_id,
    count(*) as delivery_reviews,
    count(case when decisions_count >= 1 then 1 end) as reviews_with_decision,
    max(case when decisions_count >= 1 then held_on end) as last_decided_on,
    max(held_on) as last_held_on
from evidence
group by service_id
