with objects as (  -- documents, and the items of lists as a cluster's client prints them
  select origin, line, position, body, body->>'$.apiVersion' as api, body->>'$.kind' as kind,
    body->>'$.version' as version
  from documents
  union all
  select origin, line, position, item, item->>'$.apiVersion', item->>'$.kind', null
  from (
    select origin, line, position, unnest(body->'$.items[*]') as item from documents
    where (body->>'$.kind') in ('List', 'PrometheusServiceLevelList')
  )
),
specs as (
  select origin, line, position, body as spec from objects
  where version = 'prometheus/v1'
  union all
  select origin, line, position, body->'$.spec' from objects
  where api = 'sloth.slok.dev/v1' and kind = 'PrometheusServiceLevel'
),
slos as (
  select *, unnest(spec->'$.slos[*]') as slo, generate_subscripts(spec->'$.slos[*]', 1) as number
  from specs
),
queries as (
  select origin, line, position, number,
    (spec->>'$.service') || '-' || (slo->>'$.name') as slo_id,
    spec->>'$.service' as service_id,
    regexp_replace(coalesce(slo->>'$.sli.events.total_query', slo->>'$.sli.events.totalQuery'), '\s+$', '')
      as total_query,
    regexp_replace(coalesce(slo->>'$.sli.events.error_query', slo->>'$.sli.events.errorQuery'), '\s+$', '')
      as error_query,
    regexp_replace(coalesce(slo->>'$.sli.raw.error_ratio_query', slo->>'$.sli.raw.errorRatioQuery'), '\s+$', '')
      as error_ratio_query
  from slos
  where json_type(slo) = 'OBJECT'
)
select origin, line, slo_id, service_id, 'prometheus' as system, total_query, error_query, error_ratio_query
from queries
where slo_id is not null and coalesce(total_query, error_query, error_ratio_query) is not null
order by position, number
