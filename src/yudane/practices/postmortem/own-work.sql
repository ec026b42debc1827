select p.service_id, p.postmortem_id, p.incident_id, p.status, p.reviewed_at, w.team_id as owned_by,
    w.team_id = s.team_id as fits, p.url, p.source_ref
from postmortems_for_services p
join services s on s.service_id = p.service_id
join postmortems o on o.postmortem_id = p.postmortem_id
left join people w on w.person_id = o.owner_person_id
where p.status in ('reviewed', 'closed')
    and p.reviewed_at >= $as_of - interval 90 day and p.reviewed_at < $as_of
