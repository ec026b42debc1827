with windows as (
  select *,
    coalesce(spec->'$.timeWindow[0]', spec->'$.timeWindows[0]', case when json_type(spec->'$.timeWindow') = 'OBJECT'
      then spec->'$.timeWindow' end) as slo_window
  from openslo_categories
),
lengths as (
  select *,
    slo_window->>'$.duration' as duration,
    try_cast(slo_window->>'$.count' as integer) as unit_count,
    rtrim(lower(slo_window->>'$.unit'), 's') as unit
  from windows
),
dated as (  -- as v1 writes it (4w), or as v1alpha does (28 Day); a month is 30 days, a quarter 91, a year 365
  select *,
    case
      when regexp_full_match(duration, '[0-9]{1,5}[hdwmMqQyY]') then
        try_cast(left(duration, -1) as double) * case right(duration, 1)
          when 'h' then 1 / 24.0 when 'd' then 1 when 'w' then 7 when 'm' then 30 when 'M' then 30
          when 'q' then 91 when 'Q' then 91 else 365 end
      when duration is null then unit_count * case unit
          when 'hour' then 1 / 24.0 when 'day' then 1 when 'week' then 7 when 'month' then 30
          when 'quarter' then 91 when 'year' then 365 end
    end as days
  from lengths
)
select *,
  coalesce(round(days, 6) >= 1 and round(days, 6) = round(days) and not (right(duration, 1) = 'm' and days > 360),
    false) as whole_days
from dated
