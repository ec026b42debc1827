-- Reviews of designs and infrastructure that ended in the last 180 days; one turned down unread is no review.
select r.request_id, r.request_type, r.service_id, r.requester_team_id, r.assignee_team_id, r.related_ref,
       r.completed_at, r.review_outcome, r.review_dimensions, r.joint_decision, r.reopened_count, r.source_ref,
       coalesce(list_has_all(r.review_dimensions, ['availability', 'security']), false) as seen_from_both_sides
from requests r
left join services s on s.service_id = r.service_id
where r.request_type in ('design_review', 'infra_review')
  and r.completed_at >= $as_of - interval 180 day and r.completed_at < $as_of
  and (r.status <> 'rejected' or r.review_outcome is not null)
  and (r.service_id is null or s.service_id is not null)
