with told as (
    select n.service_id, n.fingerprint, n.starts_at, n.severity, n.out_of_hours, n.source_ref,
        case when t.kind = 'sre_company' then 'company_sre'
            when t.kind = 'business_unit' then 'business_unit'
            when n.recipient_team_id = s.team_id then 'development_team'
            when n.recipient_team_id <> s.team_id then 'others' end as party
    from alert_notifications n
    join services s on s.service_id = n.service_id
    left join teams t on t.team_id = n.recipient_team_id
    where n.starts_at >= $as_of - interval 180 day and n.starts_at < $as_of
),
firings as (  -- one row a firing; whoever of those told comes first in the list did it
    select service_id, 'alert' as what, fingerprint as id, starts_at as happened_at,
        case when max(case when party = 'development_team' then 1 end) = 1 then 'development_team'
            when count(party) < count(*) then null
            when max(case when party = 'company_sre' then 1 end) = 1 then 'company_sre'
            when max(case when party = 'business_unit' then 1 end) = 1 then 'business_unit'
            else 'others' end as party,
        max(out_of_hours) as out_of_hours, min(source_ref) as source_ref
    from told
    group by service_id, fingerprint, starts_at
    having count(case when severity = 'page' then 1 end) > 0
),
led as (
    select i.service_id, 'incident' as what, i.incident_id as id, coalesce(i.declared_at, i.detected_at) as happened_at,
        case when t.kind = 'sre_company' then 'company_sre'
            when t.kind = 'business_unit' then 'business_unit'
            when i.lead_team_id = s.team_id then 'development_team'
            when i.lead_team_id <> s.team_id then 'others' end as party, null, i.source_ref
    from incidents i
    join services s on s.service_id = i.service_id
    left join teams t on t.team_id = i.lead_team_id
    where coalesce(i.declared_at, i.detected_at) >= $as_of - interval 180 day
        and coalesce(i.declared_at, i.detected_at) < $as_of
)
select *, party = 'development_team' as fits from firings
union all
select *, party = 'development_team' from led
