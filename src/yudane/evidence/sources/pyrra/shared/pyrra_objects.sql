-- documents, and the items of lists as a cluster's client prints them
-- api: the version alone, as v1alpha1, counts as Pyrra's where the kind is its own
-- pyrra_shaped: what only Pyrra's objects hold, under whatever group it was written
select *,
  json_exists(body, '$.spec.indicator') and json_exists(body, '$.spec.window') and json_exists(body, '$.spec.target')
    as pyrra_shaped
from (
  select origin, line, position, body, kind,
    case when written = 'v1alpha1' and kind in ('ServiceLevelObjective', 'ServiceLevelObjectiveList')
      then 'pyrra.dev/v1alpha1' else written end as api
  from (
    select origin, line, position, body, body->>'$.apiVersion' as written, body->>'$.kind' as kind
    from documents
    union all
    select origin, line, position, item, item->>'$.apiVersion', item->>'$.kind'
    from (
      select origin, line, position, unnest(body->'$.items[*]') as item from documents
      where json_type(body->'$.items') = 'ARRAY'
    )
  )
)
