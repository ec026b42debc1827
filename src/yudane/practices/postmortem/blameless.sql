with evidence as (
  select service_id, postmortem_id, incident_id, status, reviewed_at, blameless_checked, url, source_ref
  from postmortems_for_services
  where status in ('reviewed', 'closed')
    and reviewed_at >= $as_of - interval 180 day
    and reviewed_at < $as_of
)
select service_id,
  count(*) as reviewed_postmortems,
  count(blameless_checked) as checked_postmortems,
  count(*) filter (where blameless_checked) as blameless_postmortems,
  -- null when no reader has checked any: then an attestation speaks
  count(*) filter (where blameless_checked) * 1.0 / nullif(count(blameless_checked), 0) as blameless_share
from evidence
group by service_id
