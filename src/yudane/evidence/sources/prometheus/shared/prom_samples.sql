-- the numbers of every series, each with the end of its bucket
select position, series, is_ours, sample[1] as ended, try_cast(sample[2] as double) as number
from (
  select a.position, a.is_ours, s.key as series,
    unnest(from_json(json_extract(s.value, '$.values'), '[["VARCHAR"]]')) as sample
  from prom_answers a, json_each(a.body, '$.series') s
  where json_type(a.body, '$.series') = 'OBJECT')
where isfinite(number)
