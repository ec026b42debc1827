select c.service_id, c.infra_change_id, c.applied_at, c.method, c.method = 'iac_pipeline' as fits, c.source_ref
from infra_changes c
join services s on s.service_id = c.service_id
where c.applied_at >= $as_of - interval 90 day and c.applied_at < $as_of
