with objects as (
  select origin, line, position, body as object, body->>'$.apiVersion' as api, body->>'$.kind' as kind,
    body->>'$.metadata.name' as name
  from documents
),
known as (
  select * from objects where api in ('openslo/v1', 'openslo/v1alpha')
),
slis as (  -- the last one of a name stands
  select name, object->'$.metadata' as metadata, object->'$.spec' as spec from known
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
  from known
  where kind = 'SLO'
),
named as (  -- an objective's own name tells it apart only where every objective of the SLO has another one
  select *,
    count(distinct objective->>'$.displayName') over (partition by position) = objectives as told_apart
  from slos
),
measured as (
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
),
metrics as (
  select *,
    case when json_type(indicator->'$.ratioMetric') = 'OBJECT' then indicator->'$.ratioMetric'
      when json_type(objective->'$.ratioMetrics') = 'OBJECT' then objective->'$.ratioMetrics' end as ratio,
    case when json_type(indicator->'$.thresholdMetric') = 'OBJECT' then indicator->'$.thresholdMetric' end as threshold
  from measured
),
asked as (
  select *,
    coalesce(ratio->>'$.good.metricSource.spec.query', ratio->>'$.good.query') as good_query,
    coalesce(ratio->>'$.bad.metricSource.spec.query', ratio->>'$.bad.query') as bad_query,
    coalesce(ratio->>'$.total.metricSource.spec.query', ratio->>'$.total.query') as total_query,
    coalesce(ratio->>'$.raw.metricSource.spec.query', ratio->>'$.raw.query') as raw_query,
    coalesce(threshold->>'$.metricSource.spec.query', threshold->>'$.query') as threshold_query,
    lower(concat_ws(' ', name, metadata->>'$.displayName', indicator_metadata->>'$.name',
      indicator_metadata->>'$.displayName', objective->>'$.displayName')) as words
  from metrics
),
types as (
  select name, object->>'$.spec.type' as type from known
  where kind = 'DataSource'
  qualify row_number() over (partition by name order by position desc) = 1
),
sources as (  -- where the first metric of the indicator is kept
  select *, coalesce(ratio->'$.good', ratio->'$.bad', ratio->'$.raw', ratio->'$.total') as metric
  from asked
),
placed as (
  select s.*,
    lower(coalesce(metric->>'$.metricSource.type', t.type, metric->>'$.source', metric->>'$.queryType')) as place
  from sources s left join types t on t.name = (metric->>'$.metricSource.metricSourceRef')
),
queries as (
  select *,
    case when regexp_matches(place, 'prom|thanos|cortex|mimir|victoria') then 'prometheus' else 'other' end as system
  from placed
),
answers as (
  select *,
    case lower(ratio->>'$.rawType') when 'failure' then raw_query
      when 'success' then case when system = 'prometheus' then '1 - (' || raw_query || ')' end end as error_ratio_query
  from queries
)
select origin, line, slo_id, spec->>'$.service' as service_id, system,
  regexp_replace(good_query, '\s+$', '') as good_query,
  regexp_replace(total_query, '\s+$', '') as total_query,
  regexp_replace(bad_query, '\s+$', '') as error_query,
  regexp_replace(error_ratio_query, '\s+$', '') as error_ratio_query
from answers
where slo_id is not null and (spec->>'$.service') is not null
  and coalesce(good_query, bad_query, error_ratio_query) is not null
order by position, number
