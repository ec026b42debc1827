-- rule objects of a cluster, plain rule files, and what rulers hand out: groups under their namespace, and answers of the API
-- namespace: of the cluster, never of a ruler; answered: rules are spelled as the API does
with namespaces as (
  select o.origin, o.line, o.position, e.key as name, e.value as groups,
    row_number() over (partition by o.position order by e.id) as nth
  from rule_objects o, json_each(o.object) e
  where o.form = 'namespaces'
),
answers as (  -- a ruler's file is its namespace, Prometheus' is a path
  select origin, line, position, answered_group, nth,
    case when regexp_matches(answered_group->>'$.file', '^/|\.(ya?ml|json|rules?)$') then ''
      else coalesce(answered_group->>'$.file', '') end as prefix
  from (
    select origin, line, position, unnest(object->'$.data.groups[*]') as answered_group,
      generate_subscripts(object->'$.data.groups[*]', 1) as nth
    from rule_objects
    where form = 'answer'
  )
),
files as (
  select origin, line, position, 1 as kinds, 0 as nth,
    -- an empty specification is one; without any, or with other keys alone, it is broken
    case when json_exists(object, '$.spec.groups') or json_exists(object, '$.spec') and len(json_keys(object->'$.spec')) = 0
      then object->'$.spec.groups' else '{}'::json end as groups,
    object->'$.metadata.labels' as object_labels,
    object->'$.metadata.annotations' as object_annotations,
    object->>'$.metadata.namespace' as namespace,
    concat_ws('/', object->>'$.metadata.namespace', object->>'$.metadata.name') as prefix,
    object->>'$.metadata.name' as object_name,
    false as answered
  from rule_objects
  where form = 'object'
  union all
  select origin, line, position, 2, 0, object->'$.groups', null, null, null,
    coalesce(nullif(trim(object->>'$.namespace'), ''),  -- else the folder and the name of the file
      regexp_replace(regexp_extract(origin, '(?:[^/:]+/)?[^/:]+$'), '(\.rules?)?\.[A-Za-z]+$', '')), null, false
  from rule_objects
  where form = 'file'
  union all
  select origin, line, position, 2, nth, groups, null, null, null, name, null, false
  from namespaces
  union all
  select origin, line, position, 2, nth, json_array(answered_group), null, null, null, prefix, null, true
  from answers
)
select * exclude (kinds, nth), row_number() over (order by kinds, position, nth) as file_number
from files
