-- documents, and the items of lists as a cluster's client prints them
select origin, line, position, body, body->>'$.apiVersion' as api, body->>'$.kind' as kind
from documents
union all
select origin, line, position, item, item->>'$.apiVersion', item->>'$.kind'
from (
  select origin, line, position, unnest(body->'$.items[*]') as item from documents
  where (body->>'$.kind') in ('List', 'ServiceLevelObjectiveList')
)
