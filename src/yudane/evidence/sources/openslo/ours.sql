-- files with anything of OpenSLO's, of whatever version or kind
select distinct origin
from openslo_objects
where openslo_written or openslo_shaped
