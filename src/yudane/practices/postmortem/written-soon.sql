with drafts as (
  select incident_id, min(draft_completed_at) as drafted_at
  from postmortems
  group by incident_id
),
closed as (
  select i.service_id, i.incident_id, i.severity, i.closed_at, i.source_ref, d.drafted_at
  from incidents i
  left join drafts d on d.incident_id = i.incident_id
  where coalesce(i.severity, 2) <= 2 -- one without a severity may be major
    and i.closed_at >= $as_of - interval 180 day
    and i.closed_at <= $as_of - $median_days * interval 1 day
),
evidence as (
  -- no draft: 180 days, longer than any draft in this window can take
  select service_id, incident_id, severity, closed_at, source_ref, drafted_at,
    case when drafted_at is null then 180.0
      when drafted_at <= closed_at then 0.0
      else extract(epoch from (drafted_at - closed_at)) / 86400.0 end as days_to_draft
  from closed
)
select service_id,
  count(*) filter (where severity <= 2) as major_incidents,
  count(*) filter (where severity <= 2 and drafted_at is not null) as drafted_incidents,
  count(*) filter (where severity is null) as ungraded_incidents,
  median(days_to_draft) filter (where severity <= 2) as typical_days,
  -- the ungraded ones can only shorten the median when drafted soon, only lengthen it when not
  median(days_to_draft) filter (where severity <= 2 or days_to_draft <= $median_days) as shortest_days,
  median(days_to_draft) filter (where severity <= 2 or days_to_draft > $median_days) as longest_days
from evidence
group by service_id
having count(*) >= $min_n
