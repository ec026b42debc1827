-- minutes from the start of the impact to its detection and to its end: as told, else between the moments told
with spans as (
  select origin, regexp_replace(field, '^minutes_', '') as field, text,
    regexp_replace(trim(translate(lower(text), '０１２３４５６７８９', '0123456789')),
      '^(~|about|around|approximately|約)\s*', '') || if(field like 'minutes%', ' min', '') as said,
    '[\s,]*(?:and\s+)?' as gap,
    '^((\d+(?:\.\d+)?)\s*(?:days?|d|日間?))?' || gap || '((\d+(?:\.\d+)?)\s*(?:hours?|hrs?|h|時間))?' || gap
      || '((\d+(?:\.\d+)?)\s*(?:minutes?|mins?|m|分間?))?' || gap
      || '((\d+(?:\.\d+)?)\s*(?:seconds?|secs?|s|秒間?))?$' as form
  from pm_front where field in ('to_detect', 'to_recover', 'minutes_to_detect', 'minutes_to_recover')
),
told as (
  select origin, field, text,
    case when said <> '' and regexp_matches(said, form) then
      coalesce(try_cast(regexp_extract(said, form, 2) as double), 0) * 1440
      + coalesce(try_cast(regexp_extract(said, form, 4) as double), 0) * 60
      + coalesce(try_cast(regexp_extract(said, form, 6) as double), 0)
      + coalesce(try_cast(regexp_extract(said, form, 8) as double), 0) / 60 end as minutes
  from spans
),
moments as (
  select origin, field, text, case when regexp_matches(text, '\d:\d|時') then moment end as moment
  from pm_moments where field in ('started', 'detected', 'recovered')
),
between_moments as (
  select e.origin, if(e.field = 'detected', 'to_detect', 'to_recover') as field, e.text,
    case when e.moment >= s.moment then (epoch(e.moment) - epoch(s.moment)) / 60 end as minutes
  from moments e join moments s on s.origin = e.origin and s.field = 'started'
  where e.field <> 'started'
)
select origin, field, text, round(minutes)::int as minutes
from (
  select * from told
  union all
  select * from between_moments b where (b.origin, b.field) not in (select (origin, field) from told))
