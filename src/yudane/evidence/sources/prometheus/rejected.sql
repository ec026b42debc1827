with answers as (
  select origin, line, position, body->>'$.slo_id' as slo_id, body,
    json_type(body, '$.series') = 'OBJECT' and (body->>'$.slo_id') is not null as is_ours
  from documents
),
told as (
  select a.position, s.key as series, unnest(from_json(json_extract(s.value, '$.values'), '[["VARCHAR"]]')) as sample
  from answers a, json_each(a.body, '$.series') s
  where a.is_ours
),
buckets as (
  select position, sample[1] as ended, bool_or(series = 'total' and try_cast(sample[2] as double) > 0) as has_events,
    bool_or(series <> 'total') as has_share
  from told
  where isfinite(try_cast(sample[2] as double))
  group by position, sample[1]
),
halves as (
  select position, count(*) as buckets, count(*) filter (where has_events and not has_share) as half_known
  from buckets group by position
)
select origin, line, 'not_ours' as problem, '' as detail
from answers where is_ours is not true
union all
select min(origin), 1, 'nothing_measured', slo_id
from answers
where is_ours
group by slo_id
having count(*) filter (where position in (select position from buckets)) = 0
union all
select a.origin, a.line, 'half_known', a.slo_id || ' (' || h.half_known || '/' || h.buckets || ')'
from halves h
join answers a on a.position = h.position
where h.half_known > 0
