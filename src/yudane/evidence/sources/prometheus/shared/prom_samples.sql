-- the numbers of every series, each with the end of its bucket as it was written
select position, series, sample[1] as ended, try_cast(sample[2] as double) as number
from (
  select d.position, s.key as series,
    unnest(from_json(json_extract(s.value, '$.values'), '[["VARCHAR"]]')) as sample
  from documents d, json_each(d.body, '$.series') s
  where json_type(d.body, '$.series') = 'OBJECT')
where isfinite(number)
