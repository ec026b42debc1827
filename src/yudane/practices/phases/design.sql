with made as (
    select r.service_id, r.request_id, r.completed_at, r.requester_team_id, r.assignee_team_id, r.seen_from_both_sides,
        r.source_ref,
        case when q.kind = 'sre_company' then 'company_sre' when q.kind = 'business_unit' then 'business_unit'
            when r.requester_team_id = s.team_id or (r.service_id is null and q.kind = 'dev') then 'development_team'
            when r.requester_team_id <> s.team_id then 'others' end as party,
        case when r.assignee_team_id is not null then coalesce(a.kind = 'sre_company', false) end as reviewed_by_sre
    from completed_reviews r
    left join services s on s.service_id = r.service_id
    left join teams q on q.team_id = r.requester_team_id
    left join teams a on a.team_id = r.assignee_team_id
    where r.request_type = 'design_review'
)
select *, party = 'development_team' and reviewed_by_sre and seen_from_both_sides as fits from made
