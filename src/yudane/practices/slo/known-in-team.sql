with evidence as (
  select service_id, review_id, held_on, attendee_count, dev_attendee_count, minutes_url, source_ref
  from reviews_for_services
  where kind = 'slo'
    and cast(held_on as timestamp) >= $as_of - interval 90 day
    and cast(held_on as timestamp) < $as_of
)
select service_id,
  count(*) as slo_reviews,
  count(*) filter (where dev_attendee_count >= $attendees_min) as well_attended,
  count(*) filter (where dev_attendee_count is null) as attendance_not_noted,
  max(dev_attendee_count) as most_developers,
  max(held_on) as last_review_on
from evidence
group by service_id
