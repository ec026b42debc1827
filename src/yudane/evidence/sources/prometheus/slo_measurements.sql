with buckets as (
  select position, try_cast(ended as bigint) as ended,
    max(number) filter (where series = 'good') as good,
    max(number) filter (where series = 'error') as error,
    max(number) filter (where series = 'total') as total,
    max(number) filter (where series = 'error_ratio') as error_ratio
  from prom_samples
  group by position, try_cast(ended as bigint)
),
counted as (
  -- a ratio alone is time: all seconds of the bucket, and the good ones
  select position, ended, a.bucket as total, (1 - error_ratio) * a.bucket as good
  from buckets join prom_answers a using (position)
  where error_ratio is not null
  union all
  select position, ended, coalesce(total, good + error),
    case when total = 0 then 0 else coalesce(good, total - error) end
  from buckets
  where error_ratio is null
)
select a.origin, a.line, a.slo_id, a.service_id, make_timestamp((c.ended - a.bucket) * 1000000) as bucket_start,
  -- averages may miss the borders by a little
  round(case when c.good < 0 then 0 when c.good > c.total then c.total else c.good end, 6) as good_events,
  round(c.total, 6) as total_events,
  a.address as source_ref
from counted c
join prom_answers a using (position)
where c.good is not null and c.total >= 0
order by position, c.ended
