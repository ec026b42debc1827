-- documents, and the items of lists as a cluster's client prints them
-- sloth_shaped: a plain file whose version is not there, or not spelled as Sloth spells it
select *, api is null and kind is null and coalesce(version not like 'prometheus/%', true)
    and json_exists(body, '$.service') and json_exists(body, '$.slos') as sloth_shaped
from (
  select origin, line, position, body, body->>'$.apiVersion' as api, body->>'$.kind' as kind,
    body->>'$.version' as version
  from documents
  union all
  select origin, line, position, item, item->>'$.apiVersion', item->>'$.kind', null
  from (
    select origin, line, position, unnest(body->'$.items[*]') as item from documents
    where json_type(body->'$.items') = 'ARRAY'
  )
)
