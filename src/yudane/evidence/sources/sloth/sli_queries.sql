with queries as (
  select origin, line, position, number, slo_id,
    spec->>'$.service' as service_id,
    regexp_replace(coalesce(slo->>'$.sli.events.total_query', slo->>'$.sli.events.totalQuery'), '\s+$', '')
      as total_query,
    regexp_replace(coalesce(slo->>'$.sli.events.error_query', slo->>'$.sli.events.errorQuery'), '\s+$', '')
      as error_query,
    regexp_replace(coalesce(slo->>'$.sli.raw.error_ratio_query', slo->>'$.sli.raw.errorRatioQuery'), '\s+$', '')
      as error_ratio_query
  from sloth_slos
)
select origin, line, slo_id, service_id, 'prometheus' as system, total_query, error_query, error_ratio_query
from queries
where slo_id is not null and coalesce(total_query, error_query, error_ratio_query) is not null
order by position, number
