-- files that hold rules in any of the ways read, or would if they were whole
select distinct origin
from rule_objects
where form is not null
