-- names, ignoring case, that several services claim: they point at none
select system, lower(name) as name, min(position) as position, min_by(name, position) as written
from claimed_names
group by system, lower(name)
having count(distinct id) > 1
