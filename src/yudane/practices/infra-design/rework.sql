with rounds as (  -- how often changes were asked for of the same design until then
    select request_id, count(case when review_outcome = 'changes_requested' then 1 end) over (
            partition by service_id, coalesce(related_ref, request_id) order by completed_at, request_id
            rows between unbounded preceding and current row) as times_sent_back
    from requests
    where request_type in ('design_review', 'infra_review') and completed_at < $as_of
)
select r.service_id, r.request_id, r.related_ref, r.completed_at, r.review_outcome, r.reopened_count,
    case when r.reopened_count >= 1 or (r.review_outcome = 'changes_requested' and n.times_sent_back >= 2) then true
        when r.reopened_count = 0 then false end as fits,
    r.source_ref
from completed_reviews r
join rounds n on n.request_id = r.request_id
where r.completed_at >= $as_of - interval 90 day
