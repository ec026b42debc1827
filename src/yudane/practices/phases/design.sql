with viewpoints as (
    select request_id, unnest(review_dimensions) as viewpoint from requests
    where request_type = 'design_review' and completed_at >= $as_of - interval 180 day and completed_at < $as_of
),
both_seen as (
    select request_id from viewpoints
    where viewpoint in ('availability', 'security')
    group by request_id having count(distinct viewpoint) = 2
),
made as (
    select r.service_id, r.request_id, r.completed_at, r.requester_team_id, r.assignee_team_id, r.source_ref,
        case when q.kind = 'sre_company' then 'company_sre' when q.kind = 'business_unit' then 'business_unit'
            when r.requester_team_id = s.team_id or (r.service_id is null and q.kind = 'dev') then 'development_team'
            when r.requester_team_id <> s.team_id then 'others' end as party,
        case when r.assignee_team_id is not null then coalesce(a.kind = 'sre_company', false) end as reviewed_by_sre,
        b.request_id is not null as seen_from_both_sides
    from requests r
    left join services s on s.service_id = r.service_id
    left join teams q on q.team_id = r.requester_team_id
    left join teams a on a.team_id = r.assignee_team_id
    left join both_seen b on b.request_id = r.request_id
    where r.request_type = 'design_review'
        and r.completed_at >= $as_of - interval 180 day and r.completed_at < $as_of
        and (r.status <> 'rejected' or r.review_outcome is not null)
        and (r.service_id is null or s.service_id is not null)
)
select *, party = 'development_team' and reviewed_by_sre and seen_from_both_sides as fits from made
