select service_id, review_id, scope, held_on, attendee_count, dev_attendee_count, dev_attendee_count >= 1 as fits,
    minutes_url, source_ref
from reviews_for_services
where kind = 'slo' and held_on >= $as_of - interval 90 day and held_on < $as_of
