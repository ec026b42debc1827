select r.service_id, r.request_id, r.request_type, r.completed_at, r.reopened_count, r.reopened_count >= 1 as fits,
    r.source_ref
from requests r
left join services s on s.service_id = r.service_id
where r.request_type in ('admin', 'access')
    and r.completed_at >= $as_of - interval 90 day and r.completed_at < $as_of
    and (r.service_id is null or s.service_id is not null)
