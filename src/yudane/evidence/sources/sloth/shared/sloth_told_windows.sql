-- AlertWindows objects, one row for each of the four alerts
-- used: the only sound one; a delivery cannot say which of several Sloth runs with
with given as (
  select origin, line, position, body->>'$.spec.sloPeriod' as period, severity, speed,
    try_cast(body->>('$.spec.' || severity || '.' || speed || '.errorBudgetPercent') as double) as percent,
    body->>('$.spec.' || severity || '.' || speed || '.longWindow') as long_window,
    body->>('$.spec.' || severity || '.' || speed || '.shortWindow') as short_window
  from sloth_objects cross join sloth_usual_windows
  where api = 'sloth.slok.dev/v1' and kind = 'AlertWindows'
),
counted as (
  select *,
    case when regexp_full_match(period, '[0-9]{1,4}[dw]|[0-9]{1,5}h') then try_cast(left(period, -1) as integer)
      * case right(period, 1) when 'w' then 168 when 'd' then 24 else 1 end end as hours,
    case when regexp_full_match(long_window, '[0-9]{1,5}[mhdw]') then try_cast(left(long_window, -1) as integer)
      * case right(long_window, 1) when 'w' then 10080 when 'd' then 1440 when 'h' then 60 else 1 end end as long_min,
    case when regexp_full_match(short_window, '[0-9]{1,5}[mhdw]') then try_cast(left(short_window, -1) as integer)
      * case right(short_window, 1) when 'w' then 10080 when 'd' then 1440 when 'h' then 60 else 1 end end as short_min
  from given
),
checked as (
  select *, bool_and(coalesce(hours >= 24 and hours % 24 = 0 and percent > 0 and long_min > 0 and short_min > 0, false))
    over (partition by position, hours) as sound
  from counted
)
select *, sound and count(*) filter (sound) over () = 4 as used
from checked
