with types as (
  select name, object->>'$.spec.type' as type from openslo_known
  where kind = 'DataSource'
  qualify row_number() over (partition by name order by position desc) = 1
),
sources as (  -- where the first metric of the indicator is kept
  select *, coalesce(ratio->'$.good', ratio->'$.bad', ratio->'$.raw', ratio->'$.total') as metric
  from openslo_metrics
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
