with reviewed as (
  select distinct incident_id
  from postmortems
  where status in ('reviewed', 'closed')
),
evidence as (
  select i.service_id, i.incident_id, i.severity, i.closed_at, i.source_ref, r.incident_id is not null as is_reviewed
  from incidents i
  left join reviewed r on r.incident_id = i.incident_id
  where coalesce(i.severity, 2) <= 2 -- one without a severity may be major
    and i.closed_at >= $as_of - interval 180 day
    and i.closed_at <= $as_of - $grace_days * interval 1 day
)
select service_id,
  count(*) filter (where severity <= 2) as major_incidents,
  count(*) filter (where severity <= 2 and is_reviewed) as reviewed_incidents,
  count(*) filter (where severity is null) as ungraded_incidents,
  count(*) filter (where severity <= 2 and is_reviewed) * 1.0
    / nullif(count(*) filter (where severity <= 2), 0) as reviewed_share,
  -- the ungraded ones can only lower the share when unreviewed, only raise it when reviewed
  count(*) filter (where severity <= 2 and is_reviewed) * 1.0
    / nullif(count(*) filter (where severity <= 2 or not is_reviewed), 0) as lowest_share,
  count(*) filter (where is_reviewed) * 1.0
    / nullif(count(*) filter (where severity <= 2 or is_reviewed), 0) as highest_share
from evidence
group by service_id
having count(*) >= $min_n
