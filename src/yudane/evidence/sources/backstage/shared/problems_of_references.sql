-- references to nothing in this import, and owners who are persons without one team
select distinct e.origin, e.line, 'unresolved-' || r.field as problem,
       case when r.field = 'member' then r.ref else e.ref || ' → ' || r.ref end as detail,
       case when e.kind = 'Component' then e.id end as service_id
from catalog_references r join catalog_entities e using (position)
where not (r.kind = 'user' and r.field = 'owner') and r.field <> 'person'
  and r.ref not in (select ref from catalog_entities where kind = 'Group')
union all
-- people are never named: the group that lists them is
select distinct e.origin, e.line, 'unresolved-user', e.ref, null
from catalog_references r join catalog_entities e using (position)
where r.field = 'person' and r.ref not in (select ref from catalog_entities where kind = 'User')
union all
select e.origin, e.line, 'unresolved-person', e.ref, case when e.kind = 'Component' then e.id end
from catalog_references r join catalog_entities e using (position)
where r.kind = 'user' and r.field = 'owner'
  and case when e.kind = 'Component' then r.ref not in (select ref from people_of_one_group)
           else r.ref not in (select ref from catalog_entities)
                and r.ref not in (select person from catalog_memberships) end
