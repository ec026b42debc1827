-- times told in the text: behind a label and a colon, in the cell beside or below it, or under a heading of that name
with lines as (
  select n.origin, s.key::int * 100000 + l.nr as nr, l.line
  from pm_files n, json_each(n.body, '$.sections') s,
    unnest(string_split(s.value->>'$.text', chr(10))) with ordinality as l(line, nr)
),
said as (
  select origin, nr, regexp_extract(line, '^[\s>*+-]*([^:\x{FF1A}|*]+?)[\s*]*[:\x{FF1A}][\s*]*(\S.*)$', 1) as label,
    regexp_extract(line, '^[\s>*+-]*([^:\x{FF1A}|*]+?)[\s*]*[:\x{FF1A}][\s*]*(\S.*)$', 2) as text
  from lines where not regexp_matches(line, '^\s*\|')
  union all
  select origin, nr, cell, lead(cell) over (partition by origin, nr order by place)
  from (select * from lines where regexp_matches(line, '^\s*\|')),
    unnest(string_split(line, '|')) with ordinality as t(cell, place)
  union all
  select n.origin, s.key::int * 100000, c.key, c.value->>'$'
  from pm_files n, json_each(n.body, '$.sections') s, json_each(s.value, '$.rows') r, json_each(r.value, '$.cells') c
  union all
  select origin, nr * 100000, words, split_part(section->>'$.text', chr(10), 1) from pm_headings
)
select s.origin, k.field, k.rank, arg_min(trim(s.text, ' *`'), s.nr) as text
from said s
join pm_keys k on k.word = regexp_replace(
  regexp_replace(trim(lower(s.label), ' *`'), '\s*[(\x{FF08}][^)\x{FF09}]*[)\x{FF09}]', '', 'g'), '[\s-]+', '_', 'g')
where k.field in ('started', 'detected', 'recovered', 'to_detect', 'to_recover')
  and regexp_matches(s.text, '^[\s*`~]*(about |around |approximately |約)?\s*\d')
group by s.origin, k.field, k.rank
