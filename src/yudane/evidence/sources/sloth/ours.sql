-- files with anything of Sloth's, of whatever version or kind; without a version a plain file is known by its shape
select distinct origin
from sloth_objects
where version like 'prometheus/%' or api like 'sloth.slok.dev/%'
  or kind in ('PrometheusServiceLevel', 'PrometheusServiceLevelList') or sloth_shaped
