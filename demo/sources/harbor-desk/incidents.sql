-- The desk grades from A, the worst, to E.
select origin, line,
  body->>'$.key' as incident_id,
  body->>'$.product' as service_id,
  strpos('ABCDE', body->>'$.grade') as severity,
  case body->>'$.found_by' when 'monitor' then 'alert' when 'guest' then 'user' when 'hotel' then 'support'
    else 'other' end as detected_by,
  body->>'$.times.began' as impact_started_at,
  body->>'$.times.noticed' as detected_at,
  body->>'$.times.opened' as declared_at,
  body->>'$.times.taken' as acknowledged_at,
  body->>'$.times.calm' as mitigated_at,
  body->>'$.times.fixed' as resolved_at,
  body->>'$.times.closed' as closed_at,
  body->>'$.lead.who' as lead_person_id,
  body->>'$.lead.team' as lead_team_id,
  body->>'$.public' as customer_visible,
  body->>'$.times.told' as first_update_at,
  body->>'$.like' as recurrence_of_incident_id,
  body->>'$.budget' as budget_consumed_ratio
from documents
where body->>'$.type' = 'incident'
order by position
