with done as (
    select service_id, 'change' as what, change_id as id, merged_at as happened_at, source_ref
    from changes
    where merged_at >= $as_of - interval 180 day and merged_at < $as_of
    union all
    select service_id, 'deployment', deployment_id, finished_at, source_ref
    from deployments
    where environment = 'production' and finished_at >= $as_of - interval 180 day and finished_at < $as_of
),
owners as (
    select s.service_id, s.team_id as team,
        case when t.kind = 'sre_company' then 'company_sre' when t.kind = 'business_unit' then 'business_unit'
            when coalesce(t.kind, 'dev') = 'dev' then 'development_team' else 'others' end as party
    from services s
    left join teams t on t.team_id = s.team_id
)
select d.service_id, d.what, d.id, d.happened_at, o.team, case when o.team is not null then o.party end as party,
    case when o.team is not null then o.party = 'development_team' end as fits, d.source_ref
from done d
join owners o on o.service_id = d.service_id
