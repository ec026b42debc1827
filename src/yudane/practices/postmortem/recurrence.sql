with evidence as (
  select service_id, incident_id, severity, coalesce(declared_at, detected_at) as began_at,
    recurrence_of_incident_id, source_ref, recurrence_of_incident_id is not null as is_recurrence
  from incidents
  where coalesce(severity, 3) <= 3 -- one without a severity may count
    and coalesce(declared_at, detected_at) >= $as_of - interval 365 day
    and coalesce(declared_at, detected_at) < $as_of
)
select service_id,
  count(*) filter (where severity <= 3) as graded_incidents,
  count(*) filter (where severity <= 3 and is_recurrence) as recurrences,
  count(*) filter (where severity is null) as ungraded_incidents,
  count(*) filter (where severity <= 3 and is_recurrence) * 1.0
    / nullif(count(*) filter (where severity <= 3), 0) as recurrence_share,
  -- the ungraded ones can only lower the share when new, only raise it when they returned
  count(*) filter (where severity <= 3 and is_recurrence) * 1.0
    / nullif(count(*) filter (where severity <= 3 or not is_recurrence), 0) as lowest_share,
  count(*) filter (where is_recurrence) * 1.0
    / nullif(count(*) filter (where severity <= 3 or is_recurrence), 0) as highest_share
from evidence
group by service_id
having count(*) >= $min_n
