select service_id, request_id, completed_at, review_outcome, joint_decision as fits, source_ref
from completed_reviews
where completed_at >= $as_of - interval 90 day
