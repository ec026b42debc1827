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
select origin, line, case when meant then 'answer_broken' else 'not_ours' end as problem,
  case when meant then coalesce(slo_id, '-') else '' end as detail, service_id
from prom_answers where not is_ours
union all
select min(origin), 1, 'nothing_measured', slo_id, min(service_id)
from prom_answers
where is_ours
group by slo_id
having count(*) filter (where position in (select position from buckets)) = 0
union all
select a.origin, a.line, 'half_known', a.slo_id || ' (' || h.half_known || '/' || h.buckets || ')', a.service_id
from halves h
join prom_answers a on a.position = h.position
where h.half_known > 0
