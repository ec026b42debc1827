-- an SLO for each objective, with its indicator
with slis as (  -- the last one of a name stands
  select name, object->'$.metadata' as metadata, object->'$.spec' as spec from openslo_known
  where kind = 'SLI'
  qualify row_number() over (partition by name order by position desc) = 1
),
slos as (
  select origin, line, position, name,
    object->'$.metadata' as metadata,
    object->'$.spec' as spec,
    unnest(object->'$.spec.objectives[*]') as objective,
    generate_subscripts(object->'$.spec.objectives[*]', 1) as number,
    len(object->'$.spec.objectives[*]') as objectives
  from openslo_known
  where kind = 'SLO'
),
named as (  -- an objective's own name tells it apart only where every objective of the SLO has another one
  select *,
    count(distinct objective->>'$.displayName') over (partition by position) = objectives as told_apart
  from slos
)
select n.*,
  case when objectives = 1 then n.name
    when told_apart then n.name || '/' || (objective->>'$.displayName')
    else n.name || '/' || number end as slo_id,
  coalesce(objective->'$.indicator.metadata', own.metadata, n.spec->'$.indicator.metadata', shared.metadata)
    as indicator_metadata,
  coalesce(objective->'$.indicator.spec', own.spec, n.spec->'$.indicator.spec', shared.spec, n.spec->'$.indicator')
    as indicator
from named n
left join slis own on own.name = (objective->>'$.indicatorRef')
left join slis shared on shared.name = (n.spec->>'$.indicatorRef')
