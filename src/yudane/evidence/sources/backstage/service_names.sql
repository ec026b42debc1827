select e.origin, e.line, e.ref as source_ref, n.system, n.name, e.id as service_id
from claimed_names n
join catalog_components e using (position)
where (n.system, lower(n.name)) not in (select (system, name) from doubtful_names)
order by e.position, n.system, n.name
