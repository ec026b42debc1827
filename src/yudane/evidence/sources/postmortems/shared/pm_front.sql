-- what the front matter says, field by field; without front matter, sections named Status and Date and times with their label
with told as (
  select n.origin, w.field, w.rank, f.value,
    case f.type when 'ARRAY' then f.value->>'$[0]' when 'OBJECT' then null else f.value->>'$' end as text
  from pm_files n, json_each(n.body, '$.front') f
  join pm_keys w on w.word = regexp_replace(lower(trim(f.key)), '[\s_-]+', '_', 'g')
  where f.type <> 'NULL' and coalesce(trim(f.value->>'$'), '') <> ''
  union all
  select origin, case when title like '%date' or title = '日付' then 'date' else 'status' end, 9,
    to_json(first_line), first_line
  from (
    select n.origin, lower(s.value->>'$.title') as title, s.value->>'$.text' as text,
      trim(split_part(s.value->>'$.text', chr(10), 1)) as first_line
    from pm_files n, json_each(n.body, '$.sections') s)
  where regexp_full_match(title, '(report |document )?status|date|状態|ステータス|日付') and text <> ''
  union all
  select origin, field, 10 + rank, to_json(text), text from pm_labels
)
select origin, field, min_by(value, rank) as value, trim(min_by(text, rank)) as text
from told
group by origin, field
