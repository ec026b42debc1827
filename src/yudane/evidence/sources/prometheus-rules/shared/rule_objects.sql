-- documents, and the items of lists as a cluster's client prints them
-- form: the ways rules are written or handed out; null: not a matter of rules
with objects as (
  select origin, line, position, body as object, body->>'$.kind' as kind, body->>'$.apiVersion' as api
  from documents
  union all
  select origin, line, position, item, item->>'$.kind', item->>'$.apiVersion'
  from (
    select origin, line, position, unnest(body->'$.items[*]') as item from documents
    where json_type(body->'$.items') = 'ARRAY'
  )
)
select *, case
    when kind = 'PrometheusRule' then 'object'
    when api like 'monitoring.coreos.com/%' or api is null and kind is not null then
      case when json_type(object->'$.spec.groups') = 'ARRAY' and len(object->'$.spec.groups[*].rules') > 0 then 'unread' end
    when kind = 'ConfigMap' then  -- rule files as text within an object
      case when len(list_filter(json_extract_string(object, '$.data.*'),
          lambda told: regexp_matches(told, '(^|\n)\s*groups:\s*(#|\n)') and regexp_matches(told, '\n[\s-]*alert:'))) > 0
        then 'wrapped' end
    when kind is not null or api is not null or json_type(object) <> 'OBJECT' then null
    when json_exists(object, '$.groups') then
      case when len(list_filter(json_keys(object), lambda k: k not in ('groups', 'namespace', 'source_tenants'))) = 0
          or len(object->'$.groups[*].rules') > 0 then 'file' end
    when json_exists(object, '$.data.groups') or (object->>'$.status') = 'error' and json_exists(object, '$.errorType')
      then 'answer'
    when len(list_filter(json_type(object, '$.*'), lambda told: told <> 'ARRAY')) = 0
        and len(object->'$.*[*].rules') > 0 and len(object->'$.*[*].rules') = len(object->'$.*[*]')
        and len(object->'$.*[*].rules[*].expr') > 0
      then 'namespaces' end as form
from objects
