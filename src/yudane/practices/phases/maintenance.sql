with acted as (
    select m.service_id, m.maintenance_id, m.kind as maintenance_kind, m.announced_at, m.completed_at, m.source_ref,
        m.acknowledged_at is not null or m.acknowledged_team_id is not null as was_read,
        m.completed_at is not null or m.performed_team_id is not null as was_done,
        case when a.kind = 'sre_company' then 'company_sre'
            when a.kind = 'business_unit' then 'business_unit'
            when m.acknowledged_team_id = s.team_id then 'development_team'
            when m.acknowledged_team_id <> s.team_id then 'others' end as read_by,
        case when p.kind = 'sre_company' then 'company_sre'
            when p.kind = 'business_unit' then 'business_unit'
            when m.performed_team_id = s.team_id then 'development_team'
            when m.performed_team_id <> s.team_id then 'others' end as done_by
    from maintenance_events m
    join services s on s.service_id = m.service_id
    left join teams a on a.team_id = m.acknowledged_team_id
    left join teams p on p.team_id = m.performed_team_id
    where m.announced_at >= $as_of - interval 180 day and m.announced_at < $as_of
),
evidence as (
    select service_id, maintenance_id, maintenance_kind, announced_at, completed_at, read_by, done_by, source_ref,
        case when was_done then done_by else read_by end as party,
        (not was_read or read_by = 'development_team') and (not was_done or done_by = 'development_team') as fits
    from acted
    where was_read or was_done
),
scopes as (select false as whole union all select true)  -- each service, and the organization
select
    case when not whole then service_id end as service_id,
    count(*) as events,
    count(fits) as decided,
    count(case when fits then 1 end) as conforming,
    count(case when party = 'business_unit' then 1 end) as by_business_unit,
    count(case when party = 'development_team' then 1 end) as by_development_team,
    count(case when party = 'company_sre' then 1 end) as by_company_sre,
    count(case when party = 'others' then 1 end) as by_others,
    count(case when fits then 1 end) * 1.0 / nullif(count(fits), 0) as share,
    round(count(case when fits then 1 end) * 1.0 / count(*), 9) as share_at_least,
    round(count(case when coalesce(fits, true) then 1 end) * 1.0 / count(*), 9) as share_at_most
from evidence
cross join scopes
where whole or service_id is not null
group by 1
