-- the burn rates an expression compares; the two windows of one factor are one rule
with parts as (  -- what stands between the ORs of an expression is one condition
  select file_number, group_number, rule_number, part, part_number
  from rule_items,
    unnest(regexp_split_to_array(rule->>'$.expr', '(?i)\bor\b')) with ordinality as split(part, part_number)
  where whole
),
hits as (  -- NAME:burnrate1h{...} > (14.4 * 0.001), or NAME:burn_rate_1h > 14.4
  select * exclude (part), unnest(windows) as burn_window, unnest(factors) as factor, unnest(signs) as sign,
    unnest(names) as metric
  from (
    select *,
      regexp_extract_all(part, pattern, 1) as names,
      regexp_extract_all(part, pattern, 2) as windows,
      regexp_extract_all(part, pattern, 3) as factors,
      regexp_extract_all(part, pattern, 4) as signs
    from parts, (select '(?i)(ratio_?rate|burn_?rate)_?((?:[0-9]+[smhdwy])+)\b\s*'
      || '(?:\{(?:"(?:[^"\\]|\\.)*"|[^{}"])*\})?[\s)]*(?:(?:by|without)\s*\([^()]*\)[\s)]*)?'
      || '>=?[\s(]*([0-9]+(?:\.[0-9]+)?)\s*([^\s0-9.]?)' as pattern)
  )
),
timed as (
  select file_number, group_number, rule_number, part_number,
    cast(factor as double) as factor,
    coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)y', 1) as bigint), 0) * 525600
      + coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)w', 1) as bigint), 0) * 10080
      + coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)d', 1) as bigint), 0) * 1440
      + coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)h', 1) as bigint), 0) * 60
      + coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)m', 1) as bigint), 0) as minutes
  from hits
  where sign = '*' or lower(metric) like 'burn%' and cast(factor as double) >= 1 and lower(sign) in ('', ')', 'a', 'u')
)
select file_number, group_number, rule_number, part_number, factor,
  max(minutes) as long_min,
  case when min(minutes) < max(minutes) then min(minutes) end as short_min
from timed
where minutes > 0
group by file_number, group_number, rule_number, part_number, factor
