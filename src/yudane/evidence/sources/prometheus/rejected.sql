with buckets as (
  select position, ended, bool_or(series = 'total' and number > 0) as has_events,
    bool_or(series <> 'total') as has_share
  from prom_samples
  where position in (select position from prom_answers where is_ours)
  group by position, ended
),
halves as (
  select position, count(*) as buckets, count(*) filter (where has_events and not has_share) as half_known
  from buckets group by position
)
select origin, line, 'not_ours' as problem, '' as detail
from prom_answers where is_ours is not true
union all
select min(origin), 1, 'nothing_measured', slo_id
from prom_answers
where is_ours
group by slo_id
having count(*) filter (where position in (select position from buckets)) = 0
union all
select a.origin, a.line, 'half_known', a.slo_id || ' (' || h.half_known || '/' || h.buckets || ')'
from halves h
join prom_answers a on a.position = h.position
where h.half_known > 0
