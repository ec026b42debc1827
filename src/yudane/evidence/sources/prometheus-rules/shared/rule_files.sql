-- rule objects of a cluster, and plain rule files
select origin, line, position, row_number() over (order by position) as file_number,
  object->'$.spec.groups' as groups,
  object->'$.metadata.labels' as object_labels,
  object->'$.metadata.annotations' as object_annotations,
  object->>'$.metadata.namespace' as namespace,
  concat_ws('/', object->>'$.metadata.namespace', object->>'$.metadata.name') as prefix
from rule_objects
where kind = 'PrometheusRule'
union all
select origin, line, position, 1000000000 + row_number() over (order by position), object->'$.groups', null, null, null,
  coalesce(object->>'$.namespace', '')
from rule_objects
where kind is null and api is null and json_exists(object, '$.groups')
  and (len(list_filter(json_keys(object), lambda k: k not in ('groups', 'namespace', 'source_tenants'))) = 0
    or len(object->'$.groups[*].rules') > 0)
