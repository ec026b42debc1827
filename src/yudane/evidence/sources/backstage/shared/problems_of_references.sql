-- references to nothing in this import, and owners who are persons without one team
select distinct e.origin, e.line, 'unresolved-' || r.field as problem,
       case when r.field = 'member' then r.ref else e.ref || ' → ' || r.ref end as detail
from catalog_references r join catalog_entities e using (position)
where not (r.kind = 'user' and r.field = 'owner')
  and r.ref not in (select ref from catalog_entities where kind = 'Group')
union all
select e.origin, e.line, 'unresolved-person', e.ref
from catalog_references r join catalog_entities e using (position)
where r.kind = 'user' and r.field = 'owner'
  and (r.ref not in (select ref from catalog_entities)
       or e.kind = 'Component' and r.ref not in (select ref from people_of_one_group))
