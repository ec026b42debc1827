select r.service_id, r.request_id, r.completed_at, r.review_outcome, r.joint_decision as fits, r.source_ref
from requests r
left join services s on s.service_id = r.service_id
where r.request_type in ('design_review', 'infra_review')
    and r.completed_at >= $as_of - interval 90 day and r.completed_at < $as_of
    and (r.status <> 'rejected' or r.review_outcome is not null)
    and (r.service_id is null or s.service_id is not null)
