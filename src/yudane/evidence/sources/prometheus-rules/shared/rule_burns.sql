-- the burn rates an expression compares; the two windows of one factor are one rule
with parts as (  -- what stands between the ORs of an expression is one condition
  select file_number, group_number, rule_number, part, part_number
  from rule_items,
    unnest(regexp_split_to_array(rule->>'$.expr', '(?i)\bor\b')) with ordinality as split(part, part_number)
  where whole
),
hits as (  -- NAME:burnrate1h{...} > (14.4 * 0.001) or > (0.001 * 14.4) or > (1 - 0.999) * 14.4, or NAME:burn_rate_1h > 14.4
  select * exclude (part), unnest(windows) as burn_window, unnest(budgets) as budget, unnest(firsts) as first,
    unnest(signs) as sign, unnest(seconds) as second, unnest(nexts) as next, unnest(names) as metric
  from (
    select *,
      regexp_extract_all(part, pattern, 1) as names,
      regexp_extract_all(part, pattern, 2) as windows,
      regexp_extract_all(part, pattern, 3) as budgets,
      regexp_extract_all(part, pattern, 4) as firsts,
      regexp_extract_all(part, pattern, 5) as signs,
      regexp_extract_all(part, pattern, 6) as seconds,
      regexp_extract_all(part, pattern, 7) as nexts
    from parts, (select '(?i)(ratio_?rate|burn_?rate)_?((?:[0-9]+[smhdwy])+)\b\s*'
      || '(?:\{(?:"(?:[^"\\]|\\.)*"|[^{}"])*\})?[\s)]*(?:(?:by|without)\s*\([^()]*\)[\s)]*)?'
      || '>=?[\s(]*(1\s*-\s*[0-9.]+[\s)]*\*[\s(]*|[a-z_:][a-z0-9_:]*\s*(?:\{[^{}]*\})?[\s)]*\*[\s(]*)?'
      || '([0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)\s*([^\s0-9.]?)'
      || '[\s(]*([0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)?\s*(-?)' as pattern)
  )
),
products as (  -- of two numbers the larger one is the factor, the other the budget
  select file_number, group_number, rule_number, part_number, burn_window, metric, sign, coalesce(budget, '') as budget,
    case when sign = '*' and coalesce(budget, '') = '' and second <> '' and coalesce(next, '') = '' then greatest(cast(first as double), cast(second as double))
      else cast(first as double) end as factor
  from hits
),
timed as (
  select file_number, group_number, rule_number, part_number, factor,
    coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)y', 1) as bigint), 0) * 525600
      + coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)w', 1) as bigint), 0) * 10080
      + coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)d', 1) as bigint), 0) * 1440
      + coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)h', 1) as bigint), 0) * 60
      + coalesce(try_cast(regexp_extract(burn_window, '([0-9]+)m', 1) as bigint), 0) as minutes
  from products
  where sign = '*' or budget <> ''
    or lower(metric) like 'burn%' and factor >= 1 and lower(sign) in ('', ')', 'a', 'u')
)
select file_number, group_number, rule_number, part_number, factor,
  max(minutes) as long_min,
  case when min(minutes) < max(minutes) then min(minutes) end as short_min
from timed
where minutes > 0
group by file_number, group_number, rule_number, part_number, factor
