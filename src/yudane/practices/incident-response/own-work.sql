select i.service_id, i.incident_id, coalesce(i.declared_at, i.detected_at) as happened_at, i.severity, i.lead_team_id,
    i.lead_team_id = s.team_id as fits, i.source_ref
from incidents i
join services s on s.service_id = i.service_id
where coalesce(i.declared_at, i.detected_at) >= $as_of - interval 90 day
    and coalesce(i.declared_at, i.detected_at) < $as_of
