-- who belongs to which group; nth sorts what people say of themselves before what groups say of their members
select e.ref as person, r.ref as group_ref, r.bare, r.nth as nth
from catalog_references r join catalog_entities e using (position)
where r.field = 'member' and r.kind = 'group'
union all
select r.ref, e.ref, e.id, 1000000 + e.position
from catalog_references r join catalog_entities e using (position)
where r.field = 'person' and r.kind = 'user'
