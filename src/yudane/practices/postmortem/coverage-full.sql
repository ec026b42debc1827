with written as (
  select service_id, incident_id, drill_id, reviewed_at, source_ref
  from postmortems
  where status in ('reviewed', 'closed')
),
evidence as (
  -- is_trigger null: severity or budget consumption is missing and could make it one
  select i.service_id, 'incident' as happened, i.incident_id as happened_id, i.closed_at as ended_at,
    i.severity, i.budget_consumed_ratio, i.source_ref,
    i.severity <= 2 or i.budget_consumed_ratio > $budget_trigger as is_trigger,
    i.closed_at >= $as_of - interval 180 day
      and i.closed_at <= $as_of - $grace_days * interval 1 day as is_due,
    i.incident_id in (select w.incident_id from written w where w.incident_id is not null) as is_reviewed
  from incidents i
  where i.closed_at >= $as_of - interval 365 day and i.closed_at < $as_of
  union all
  select w.service_id, 'drill', w.drill_id, w.reviewed_at, null, null, w.source_ref, false, false, true
  from written w
  where w.drill_id is not null
    and w.reviewed_at >= $as_of - interval 365 day and w.reviewed_at < $as_of
),
counted as (
  select s.service_id,
    count(*) filter (where e.is_trigger and e.is_due) as triggers,
    count(*) filter (where e.is_trigger and e.is_due and e.is_reviewed) as reviewed_triggers,
    count(*) filter (where e.happened = 'incident' and e.is_trigger is null and e.is_due) as unclear_incidents,
    count(*) filter (where e.happened = 'incident' and e.is_trigger is null and e.is_due and not e.is_reviewed)
      as unclear_unreviewed,
    count(*) filter (where e.is_trigger) as triggers_in_year,
    count(*) filter (where e.happened = 'incident' and e.is_trigger is null) as unclear_in_year,
    count(*) filter (where e.happened = 'drill') as written_drills
  from services s
  left join evidence e on e.service_id = s.service_id
  group by s.service_id
)
select service_id, triggers, reviewed_triggers, unclear_incidents, unclear_unreviewed,
  triggers_in_year, unclear_in_year, written_drills
from counted
-- a year with triggers, but too few of them due by now: nothing to judge
where triggers_in_year = 0 or triggers + unclear_incidents >= $min_n
