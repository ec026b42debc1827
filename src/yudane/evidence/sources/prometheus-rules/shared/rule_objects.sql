-- documents, and the items of lists as a cluster's client prints them
select origin, line, position, body as object, body->>'$.kind' as kind, body->>'$.apiVersion' as api
from documents
union all
select origin, line, position, item, item->>'$.kind', item->>'$.apiVersion'
from (
  select origin, line, position, unnest(body->'$.items[*]') as item from documents
  where (body->>'$.kind') in ('List', 'PrometheusRuleList')
)
