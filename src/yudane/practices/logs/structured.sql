select l.service_id, l.log_source_id, l.log_kind, l.structured as fits, l.source_ref
from log_sources l
join services s on s.service_id = l.service_id
where l.log_kind in ('app', 'access')
