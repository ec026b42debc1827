select c.service_id, c.infra_change_id, c.applied_at, c.actor_team_id, c.actor_team_id = s.team_id as fits,
    c.source_ref
from infra_changes c
join services s on s.service_id = c.service_id
left join requests r on r.request_id = c.review_request_id
where c.applied_at >= $as_of - interval 90 day and c.applied_at < $as_of
    and coalesce(r.request_type not in ('admin', 'access'), true)
