with windows as (
  select *,
    coalesce(spec->'$.timeWindow[0]', spec->'$.timeWindows[0]', case when json_type(spec->'$.timeWindow') = 'OBJECT'
      then spec->'$.timeWindow' end) as slo_window
  from openslo_categories
),
lengths as (
  select *,
    trim(slo_window->>'$.duration') as duration,
    coalesce(try_cast(slo_window->>'$.count' as integer),
      try_cast(regexp_extract(slo_window->>'$.duration', '^\s*([0-9]{1,5})\s*[A-Za-z]{2,}\s*$', 1) as integer)) as unit_count,
    rtrim(lower(trim(coalesce(slo_window->>'$.unit',
      regexp_extract(slo_window->>'$.duration', '^\s*[0-9]{1,5}\s*([A-Za-z]{2,})\s*$', 1)))), 's') as unit
  from windows
),
dated as (  -- as v1 writes it (4w), or as v1alpha does (28 Day), in any case; a month is 30 days, a quarter 91, a year 365
  select *,
    case
      when regexp_full_match(duration, '[0-9]{1,5}[hHdDwWmMqQyY]') then
        try_cast(left(duration, -1) as double) * case lower(right(duration, 1))
          when 'h' then 1 / 24.0 when 'd' then 1 when 'w' then 7 when 'm' then 30 when 'q' then 91 else 365 end
      when duration is null or regexp_full_match(duration, '[0-9]{1,5}\s*[A-Za-z]{2,}') then unit_count * case unit
          when 'hour' then 1 / 24.0 when 'day' then 1 when 'week' then 7 when 'month' then 30
          when 'quarter' then 91 when 'year' then 365 end
    end as days
  from lengths
)
select *,
  coalesce(round(days, 6) >= 1 and round(days, 6) = round(days) and not (right(duration, 1) = 'm' and days > 360),
    false) as whole_days
from dated
