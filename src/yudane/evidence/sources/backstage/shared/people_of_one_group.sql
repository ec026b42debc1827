-- people of whom one group, and only one, is known
select e.ref, min(r.ref) as team_ref, min(r.bare) as team
from catalog_entities e
join catalog_references r on r.position = e.position and r.field = 'member' and r.kind = 'group'
group by e.ref having count(distinct r.ref) = 1
