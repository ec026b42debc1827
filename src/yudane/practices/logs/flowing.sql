select l.service_id, l.log_source_id, l.log_kind, l.last_event_at,
    coalesce(l.last_event_at >= $as_of - $hours_max * interval 1 hour, false) as fits, l.source_ref
from log_sources l
join services s on s.service_id = l.service_id
