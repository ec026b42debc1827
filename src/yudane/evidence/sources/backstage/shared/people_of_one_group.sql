-- people of whom one group, and only one, is known
select person as ref, min(group_ref) as team_ref, min_by(bare, nth) as team
from catalog_memberships
group by person having count(distinct group_ref) = 1
