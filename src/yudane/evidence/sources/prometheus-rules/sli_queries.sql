-- the queries of a Sloth specification, as its recording rules hold them; only where two windows show the same template
with recorded as (
  select origin, line, position, rule->>'$.labels.sloth_id' as slo_id, rule->>'$.labels.sloth_service' as service_id,
    rule->>'$.record' as record,
    replace(replace(rule->>'$.expr', '[' || (rule->>'$.labels.sloth_window') || ']', '[{{.window}}]'),
      '[' || (rule->>'$.labels.sloth_window') || ':', '[{{.window}}:') as template
  from rule_items
  where (rule->>'$.record') in ('slo:sli_error:ratio_rate5m', 'slo:sli_error:ratio_rate1h')
    and (rule->>'$.record') = 'slo:sli_error:ratio_rate' || (rule->>'$.labels.sloth_window')
),
sure as (
  select min(origin) as origin, min(line) as line, position, slo_id, min(service_id) as service_id, min(template) as template
  from recorded
  group by position, slo_id
  having count(distinct record) = 2 and count(distinct template) = 1
),
taken_apart as (
  select *,
    regexp_extract(template, '(?s)^\((.*)\)\n/\n\((.*)\)\s*$', 1) as error_part,
    regexp_extract(template, '(?s)^\((.*)\)\n/\n\((.*)\)\s*$', 2) as total_part,
    regexp_extract(template, '(?s)^\((.*)\)\s*$', 1) as ratio_part
  from sure
),
queries as (
  select *,
    case when total_part <> '' then regexp_replace(total_part, '\s+$', '') end as total_query,
    case when total_part <> '' then regexp_replace(error_part, '\s+$', '') end as error_query,
    case when total_part = '' and ratio_part <> '' then trim(regexp_replace(ratio_part, '^\s+|\s+$', '', 'g')) end as error_ratio_query
  from taken_apart
)
select origin, line, slo_id, service_id, 'prometheus' as system, total_query, error_query, error_ratio_query
from queries
where slo_id in (select slo_id from rule_slos) and coalesce(total_query, error_ratio_query) is not null
qualify row_number() over (partition by slo_id, service_id, total_query, error_query, error_ratio_query order by position) = 1
order by position, slo_id
