with secret as (
  select distinct incident_id from incidents where confidential
),
evidence as (
  select p.service_id, p.postmortem_id, p.incident_id, p.status, p.reviewed_at, p.published_at, p.audience, p.url,
    p.source_ref
  from postmortems_for_services p
  left join incidents i on i.incident_id = p.incident_id and i.service_id = p.service_id
  left join secret s on s.incident_id = p.incident_id
  where p.status in ('reviewed', 'closed')
    and p.reviewed_at >= $as_of - interval 180 day
    and p.reviewed_at < $as_of
    -- the incident as told of this service; where it is told of others only, any of them
    and not coalesce(i.confidential, s.incident_id is not null)
)
select service_id,
  count(*) as reviewed_postmortems,
  count(*) filter (where audience in ('company', 'public')) as shared_postmortems,
  count(*) filter (where audience in ('company', 'public')) * 1.0 / count(*) as shared_share
from evidence
group by service_id
having count(*) >= $min_n
