with pages as (
  -- times of the updates in any order; a page-wide incident names no component
  select origin, line, body,
    list_min(body->>'$.updates[*].at') as first_update,
    coalesce(nullif(body->>'$.components[*]', []), ['(whole page)']) as components
  from documents
  where (body->>'$.impact') is distinct from 'maintenance'
)
select origin, line,
  (body->>'$.id') || case when len(components) > 1 then '/' || component else '' end as incident_id,
  component as service_id,
  case body->>'$.impact' when 'critical' then 1 when 'major' then 2 when 'minor' then 3 when 'none' then 5 end as severity,
  body->>'$.started_at' as impact_started_at,
  coalesce(first_update, body->>'$.started_at') as detected_at,
  first_update as first_update_at,
  body->>'$.resolved_at' as resolved_at,
  body->>'$.resolved_at' as closed_at,
  (body->>'$.impact') <> 'none' as customer_visible,
  body->>'$.url' as source_ref
from pages, unnest(components) as c(component)
