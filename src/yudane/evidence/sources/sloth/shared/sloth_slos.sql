-- said: labels and annotations of all levels, the nearer one wins
-- hours: the period somebody wrote down, else that of the only alert windows, else Sloth's own 30 days
with slos as (
  select *,
    (spec->>'$.service') || '-' || (slo->>'$.name') as slo_id,
    json_merge_patch('{}',
      case when json_type(labels) = 'OBJECT' then labels else '{}' end,
      case when json_type(annotations) = 'OBJECT' then annotations else '{}' end,
      case when json_type(spec->'$.labels') = 'OBJECT' then spec->'$.labels' else '{}' end,
      case when json_type(slo->'$.labels') = 'OBJECT' then slo->'$.labels' else '{}' end) as said
  from sloth_items
  where json_type(slo) = 'OBJECT'
),
told as (
  select *, coalesce(said->>'$."yudane.dev/slo-period"', said->>'$.yudane_slo_period') as period from slos
),
periods as (
  select *,
    case when regexp_full_match(period, '[0-9]{1,4}[dw]|[0-9]{1,5}h') then try_cast(left(period, -1) as integer)
      * case right(period, 1) when 'w' then 168 when 'd' then 24 else 1 end end as own_hours
  from told
)
select *,
  coalesce(case when own_hours >= 24 and own_hours % 24 = 0 then own_hours end,
    (select min(hours) from sloth_told_windows where used), 720) as hours
from periods
