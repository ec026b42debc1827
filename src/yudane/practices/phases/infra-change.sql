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
        and not (coalesce(c.method in ('console', 'api'), false) and c.is_major is not true)
)
select *, party = case when is_admin then 'company_sre' else 'development_team' end as fits from done
