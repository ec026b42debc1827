-- files with anything of Pyrra's, of whatever version or kind; other tools write the same kind under a group of their own
select distinct origin
from pyrra_objects
where api like 'pyrra.dev/%' or kind = 'ServiceLevelObjective' and coalesce(api, '') not like '%/%' or pyrra_shaped
