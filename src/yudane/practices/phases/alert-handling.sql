with told as (
    select service_id, 'alert' as what, fingerprint as id, starts_at as happened_at, recipient_team_id as team,
        severity = 'page' as counts, out_of_hours, source_ref
    from alert_notifications
    where starts_at >= $as_of - interval 180 day and starts_at < $as_of
    union all
    select service_id, 'incident', incident_id, coalesce(declared_at, detected_at), lead_team_id, true, null, source_ref
    from incidents
    where coalesce(declared_at, detected_at) >= $as_of - interval 180 day
        and coalesce(declared_at, detected_at) < $as_of
),
acted as (  -- one row an event; whoever of those told comes first did it
    select o.service_id, o.what, o.id, o.happened_at,
        min(case when t.kind = 'sre_company' then 3 when t.kind = 'business_unit' then 4
            when o.team = s.team_id then 1 when o.team <> s.team_id then 5 else 2 end) as place,
        max(o.out_of_hours) as out_of_hours, min(o.source_ref) as source_ref
    from told o
    join services s on s.service_id = o.service_id
    left join teams t on t.team_id = o.team
    group by o.service_id, o.what, o.id, o.happened_at
    having max(o.counts)
)
select service_id, what, id, happened_at, out_of_hours, source_ref,
    case place when 1 then 'development_team' when 3 then 'company_sre' when 4 then 'business_unit' when 5 then 'others'
        end as party,
    case when place <> 2 then place = 1 end as fits
from acted
