-- specifications, as plain files and as Kubernetes objects
select origin, line, position, body as spec, false as kubernetes, '{}'::json as labels, '{}'::json as annotations
from sloth_objects
where version = 'prometheus/v1'
union all
select origin, line, position, body->'$.spec', true, body->'$.metadata.labels', body->'$.metadata.annotations'
from sloth_objects
where api = 'sloth.slok.dev/v1' and kind = 'PrometheusServiceLevel'
