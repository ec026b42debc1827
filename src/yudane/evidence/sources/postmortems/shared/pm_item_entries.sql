-- what stands where action items do: rows of tables, list items, and those of the front matter
with item_sections as (
  -- sections whose nearest telling heading is that of the action items
  select h.origin, h.nr, h.words, h.section
  from pm_headings h
  join pm_regions a on a.origin = h.origin and a.kind = 'action_items' and h.nr >= a.first_nr and h.nr < a.end_nr
  where not exists (
    select 1 from pm_regions b
    where b.origin = h.origin and b.kind in ('lessons', 'timeline')
      and h.nr >= b.first_nr and h.nr < b.end_nr and b.first_nr > a.first_nr)
  qualify row_number() over (partition by h.origin, h.nr order by a.first_nr desc) = 1
)
select s.origin, cast(r.value->>'$.line' as bigint) as item_line,
  s.nr * 100000 + cast(r.key as int) as place, s.words as heading,
  cast(null as varchar) as text, cast(null as boolean) as ticked, r.value->'$.cells' as cells
from item_sections s, json_each(s.section, '$.rows') r
union all
select s.origin, cast(i.value->>'$.line' as bigint), s.nr * 100000 + 50000 + cast(i.key as int), s.words,
  i.value->>'$.text', cast(i.value->>'$.done' as boolean), null
from item_sections s, json_each(s.section, '$.items') i
union all
select f.origin, 1, -100000 + cast(i.key as int), null,
  case when json_type(i.value) = 'VARCHAR' then i.value->>'$' end, null,
  case when json_type(i.value) = 'OBJECT' then i.value end
from pm_facts f, json_each(f.action_items) i
where json_type(f.action_items) = 'ARRAY'
