with reviews_done as (  -- reviews that came to an end, not requests turned down
    select service_id, request_id, completed_at
    from requests
    where request_type in ('design_review', 'infra_review') and completed_at < $as_of
        and (status <> 'rejected' or review_outcome is not null)
),
started as (
    select s.service_id, s.service_id as what, true as is_large, cast(s.production_since as timestamp) as began_at,
        count(case when r.completed_at < s.production_since then 1 end) > 0 as reviewed, s.source_ref
    from services s
    left join reviews_done r on r.service_id = s.service_id
    where s.production_since >= $as_of - interval 180 day and s.production_since < $as_of
    group by s.service_id, s.production_since, s.source_ref
),
changed as (
    select c.service_id, c.infra_change_id as what, c.is_major as is_large, c.applied_at as began_at,
        coalesce(max(case when c.review_request_id is not null then n.completed_at < c.applied_at
            else r.completed_at < c.applied_at and r.completed_at >= c.applied_at - $valid_days * interval 1 day
            end), false) as reviewed, c.source_ref
    from infra_changes c
    join services s on s.service_id = c.service_id
    left join reviews_done n on n.request_id = c.review_request_id
    left join reviews_done r on r.service_id = c.service_id
    where c.applied_at >= $as_of - interval 180 day and c.applied_at < $as_of and c.is_major is not false
    group by c.service_id, c.infra_change_id, c.is_major, c.applied_at, c.source_ref
),
evidence as (
    select * from started union all select * from changed
),
counted as (  -- what nobody judged as large or small may count or not
    select service_id,
        count(case when is_large then 1 end) as decided,
        count(case when is_large and reviewed then 1 end) as conforming,
        count(case when is_large is null and reviewed then 1 end) as maybe_reviewed,
        count(case when is_large is null and not reviewed then 1 end) as maybe_unreviewed
    from evidence
    group by grouping sets ((service_id), ())  -- each service, and the organization
    having count(*) > 0
)
select service_id, decided + maybe_reviewed + maybe_unreviewed as events, decided, conforming,
    conforming * 1.0 / nullif(decided, 0) as share,
    case when decided > 0 then round(conforming * 1.0 / (decided + maybe_unreviewed), 9) end as share_at_least,
    case when decided > 0 then round((conforming + maybe_reviewed) * 1.0 / (decided + maybe_reviewed), 9) end
        as share_at_most
from counted
