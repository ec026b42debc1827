with done as (
    select c.service_id, 'change' as what, c.infra_change_id as id, c.applied_at as happened_at,
        c.actor_team_id as team,
        case when t.kind = 'sre_company' then 'company_sre'
            when t.kind = 'business_unit' then 'business_unit'
            when c.actor_team_id = s.team_id then 'development_team'
            when c.actor_team_id <> s.team_id then 'others' end as party, false as is_admin, c.source_ref
    from infra_changes c
    join services s on s.service_id = c.service_id
    left join teams t on t.team_id = c.actor_team_id
    left join requests r on r.request_id = c.review_request_id
    where c.applied_at >= $as_of - interval 180 day and c.applied_at < $as_of
        and coalesce(r.request_type not in ('admin', 'access', 'infra_work'), true)
        and coalesce(c.applied_at >= s.production_since, true)
        and coalesce(c.method in ('console', 'api'), false) and c.is_major is not true
    union all
    select r.service_id, r.request_type, r.request_id, r.completed_at, r.assignee_team_id,
        case when t.kind = 'sre_company' then 'company_sre'
            when t.kind = 'business_unit' then 'business_unit'
            when r.assignee_team_id = s.team_id then 'development_team'
            when r.assignee_team_id <> s.team_id then 'others' end, r.request_type = 'admin', r.source_ref
    from requests r
    left join services s on s.service_id = r.service_id
    left join teams t on t.team_id = r.assignee_team_id
    where r.request_type in ('admin', 'infra_work') and r.status <> 'rejected'
        and r.completed_at >= $as_of - interval 180 day and r.completed_at < $as_of
        and (r.service_id is null or s.service_id is not null)
        and coalesce(r.completed_at >= s.production_since, true)
)
select *, case when not is_admin then party = 'development_team'
    when team is not null then coalesce(party = 'company_sre', false) end as fits from done
