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
)
select service_id, maintenance_id, maintenance_kind, announced_at, completed_at, read_by, done_by, source_ref,
    case when was_done then done_by else read_by end as party,
    (not was_read or read_by = 'development_team') and (not was_done or done_by = 'development_team') as fits
from acted
where was_read or was_done
