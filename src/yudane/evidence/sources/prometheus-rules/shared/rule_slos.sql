-- SLOs that generated rules tell of: those of Sloth by its info rule, those of Pyrra by its own objects
-- said: labels and annotations as the source sloth or pyrra reads them; target and days: null where no rule tells them
with sloth_numbers as (
  select position, rule->>'$.labels.sloth_id' as slo_id,
    max(number) filter (where (rule->>'$.record') = 'slo:objective:ratio') as target,
    max(number) filter (where (rule->>'$.record') = 'slo:time_period:days') as days
  from (
    select *, try_cast(regexp_extract(rule->>'$.expr', '^\s*vector\(\s*([0-9.eE+-]+)\s*\)\s*$', 1) as double) as number
    from rule_items
    where (rule->>'$.record') in ('slo:objective:ratio', 'slo:time_period:days')
  )
  group by 1, 2
),
sloth_slos as (
  select i.origin, i.line, i.position, 'sloth' as maker,
    rule->>'$.labels.sloth_id' as slo_id,
    rule->>'$.labels.sloth_service' as service_id,
    rule->>'$.labels.sloth_slo' as name,
    json_merge_patch('{}',
      case when json_type(object_labels) = 'OBJECT' then object_labels else '{}' end,
      case when json_type(object_annotations) = 'OBJECT' then object_annotations else '{}' end,
      rule->'$.labels') as said,
    coalesce(try_cast(rule->>'$.labels.sloth_objective' as double) / 100, target) as target,
    days,
    null as category
  from rule_items i
  left join sloth_numbers n on n.position = i.position and n.slo_id = (rule->>'$.labels.sloth_id')
  -- what Sloth makes of OpenSLO it calls by other names than the source openslo does
  where (rule->>'$.record') = 'sloth_slo_info' and coalesce(rule->>'$.labels.sloth_spec', '') not like 'openslo%'
),
pyrra_rules as (  -- each rule carries the name of the SLO, which is the object's; increases are over the SLO's window
  select *,
    rule->>'$.expr' as expr,
    regexp_extract(rule->>'$.record', ':increase((?:[0-9]+[smhdwy])+)$', 1) as slo_window
  from rule_items
  where object_name is not null and (rule->>'$.labels.slo') = object_name
),
pyrra_slos as (
  select min(origin) as origin, min(line) as line, position, 'pyrra' as maker,
    coalesce(min(namespace) || '/', '') || min(object_name) as slo_id,
    coalesce(min(object_labels->>'$."pyrra.dev/service"'), min(object_annotations->>'$."pyrra.dev/service"'),
      min(object_labels->>'$."app.kubernetes.io/name"'), min(object_name)) as service_id,
    min(object_name) as name,
    json_merge_patch('{}',
      case when json_type(min(object_labels)) = 'OBJECT' then min(object_labels) else '{}' end,
      case when json_type(min(object_annotations)) = 'OBJECT' then min(object_annotations) else '{}' end) as said,
    coalesce(
      max(try_cast(expr as double)) filter (where (rule->>'$.record') = 'pyrra_objective'),
      max(try_cast(regexp_extract(expr, '\*\s*\(\s*1\s*-\s*([0-9.]+)\s*\)', 1) as double)) filter (where whole)) as target,
    coalesce(
      max(try_cast(expr as double)) filter (where (rule->>'$.record') = 'pyrra_window') / 86400,
      max(
        coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)y', 1) as double), 0) * 365
        + coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)w', 1) as double), 0) * 7
        + coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)d', 1) as double), 0)
        + coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)h', 1) as double), 0) / 24
        + coalesce(try_cast(regexp_extract(slo_window, '([0-9]+)m', 1) as double), 0) / 1440
      ) filter (where slo_window <> '')) as days,
    case when bool_or((rule->>'$.labels.le') <> '' or contains(expr, 'histogram_fraction(')) then 'latency' end as category
  from pyrra_rules
  group by position, file_number
  having bool_or(slo_window <> '' or (rule->>'$.record') in ('pyrra_objective', 'pyrra_window'))
)
select * from sloth_slos
union all
select * from pyrra_slos
