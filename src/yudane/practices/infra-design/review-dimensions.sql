with viewpoints as (
    select request_id, unnest(review_dimensions) as viewpoint from requests
    where request_type in ('design_review', 'infra_review')
        and completed_at >= $as_of - interval 90 day and completed_at < $as_of
),
both_seen as (
    select request_id from viewpoints
    where viewpoint in ('availability', 'security')
    group by request_id having count(distinct viewpoint) = 2
)
select r.service_id, r.request_id, r.completed_at, r.review_dimensions, b.request_id is not null as fits,
    r.source_ref
from requests r
left join both_seen b on b.request_id = r.request_id
left join services s on s.service_id = r.service_id
where r.request_type in ('design_review', 'infra_review')
    and r.completed_at >= $as_of - interval 90 day and r.completed_at < $as_of
    and (r.status <> 'rejected' or r.review_outcome is not null)
    and (r.service_id is null or s.service_id is not null)
