with evidence as (
  select service_id, postmortem_id, incident_id, status, reviewed_at, meeting_held_on, url, source_ref
  from postmortems_for_services
  where status in ('reviewed', 'closed')
    and reviewed_at >= $as_of - interval 180 day
    and reviewed_at < $as_of
)
select service_id,
  count(*) as reviewed_postmortems,
  count(meeting_held_on) as postmortems_with_meeting,
  count(meeting_held_on) * 1.0 / count(*) as meeting_share
from evidence
group by service_id
having count(*) >= $min_n
