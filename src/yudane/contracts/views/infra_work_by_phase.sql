-- Who changed infrastructure in the last 180 days, and who did what was asked for: by the phase it belongs to.
with done as (
    select c.service_id, 'change' as what, c.infra_change_id as id, c.applied_at as happened_at, c.actor_team_id as team,
           coalesce(c.method in ('console', 'api'), false) and c.is_major is not true as is_small, c.source_ref
    from infra_changes c
    left join requests r on r.request_id = c.review_request_id
    where c.applied_at >= $as_of - interval 180 day and c.applied_at < $as_of
      and coalesce(r.request_type not in ('admin', 'access', 'infra_work'), true)
    union all
    select service_id, request_type, request_id, completed_at, assignee_team_id, true, source_ref
    from requests
    where request_type in ('admin', 'infra_work') and status <> 'rejected'
      and completed_at >= $as_of - interval 180 day and completed_at < $as_of
),
placed as (
    select d.service_id, d.what, d.id, d.happened_at, d.team, d.source_ref,
           case when t.kind = 'sre_company' then 'company_sre' when t.kind = 'business_unit' then 'business_unit'
               when d.team = s.team_id then 'development_team' when d.team <> s.team_id then 'others' end as party,
           case when coalesce(d.happened_at >= s.production_since, true)
               then case when d.is_small then 'infra-work' else 'infra-change' end
               when d.what <> 'infra_work' then 'infra-initial' end as phase
    from done d
    left join services s on s.service_id = d.service_id
    left join teams t on t.team_id = d.team
    where s.service_id is not null or d.service_id is null
)
select service_id, phase, what, id, happened_at, team, party,
       case when what <> 'admin' then party = 'development_team'
           when team is not null then coalesce(party = 'company_sre', false) end as fits,
       source_ref
from placed
where phase is not null
