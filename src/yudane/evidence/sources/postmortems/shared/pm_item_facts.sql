-- one row for each entry: its cells in columns, or what its text says in their place
with cells as (
  select e.origin, e.place, w.field, max(trim(c.value->>'$')) as cell
  from pm_item_entries e, json_each(e.cells) c
  join pm_item_keys w
    on w.word = regexp_replace(
      trim(regexp_replace(lower(c.key), '[(\x{FF08}][^)\x{FF09}]*[)\x{FF09}]|[*_`:\x{FF1A}]', ' ', 'g')), '[\s-]+', '_', 'g')
    or w.word = regexp_replace(trim(lower(c.key)), '[\s_-]+', '_', 'g')
  group by e.origin, e.place, w.field
)
select e.origin, e.item_line, e.place, e.heading, e.ticked,
  coalesce(e.text, max(c.cell) filter (where c.field = 'title'), '') as title,
  max(c.cell) filter (where c.field = 'id') as id,
  coalesce(max(c.cell) filter (where c.field = 'type'), e.heading) as type,
  coalesce(max(c.cell) filter (where c.field = 'owner'),
    nullif(trim(regexp_extract(e.text, '(?i)(?:\b(?:owner|assignee)|担当者?)\s*[:\x{FF1A}]\s*([^,、\x{FF0C};\x{FF1B})\x{FF09}\n]+)', 1)), ''),
    nullif(regexp_extract(e.text, '(?:^|[\s((])(@[A-Za-z0-9_./-]*[A-Za-z0-9_])', 1), '')) as owner,
  coalesce(max(c.cell) filter (where c.field = 'team'),
    nullif(trim(regexp_extract(e.text, '(?i)(?:\bteam|担当チーム)\s*[:\x{FF1A}]\s*([^,、\x{FF0C};\x{FF1B})\x{FF09}\n]+)', 1)), '')) as team,
  coalesce(max(c.cell) filter (where c.field = 'due'),
    nullif(trim(regexp_extract(e.text,
      '(?i)(?:\b(?:due|due date|deadline)|期限|期日)\s*[:\x{FF1A}]\s*([^,、\x{FF0C};\x{FF1B})\x{FF09}\n]+)', 1)), ''),
    nullif(regexp_extract(e.text, '📅\s*(\d{4}-\d{2}-\d{2})', 1), '')) as due,
  coalesce(max(c.cell) filter (where c.field = 'priority'),
    nullif(trim(regexp_extract(e.text, '(?i)(?:\b(?:priority|prio)|優先度)\s*[:\x{FF1A}]\s*([^,、\x{FF0C};\x{FF1B})\x{FF09}\n]+)', 1)), ''),
    nullif(regexp_extract(e.text, '\b(P[0-5])\b', 1), '')) as priority,
  coalesce(max(c.cell) filter (where c.field = 'ticket'),
    nullif(trim(regexp_extract(e.text, '(?i)(?:\bticket|チケット)\s*[:\x{FF1A}]\s*([^,、\x{FF0C};\x{FF1B})\x{FF09}\n]+)', 1)), ''),
    nullif(regexp_extract(e.text, 'https?://[^\s()<>]+'
      || '/(?:issues?|pull|pulls|merge_requests|browse|work_items|tickets?)/[A-Za-z0-9-]+'), '')) as ticket,
  coalesce(max(c.cell) filter (where c.field = 'status'),
    nullif(regexp_extract(e.text, '(?i)[(\x{FF08}](done|completed?|fixed|closed|完了|済)[^)\x{FF09}]*[)\x{FF09}]'), '')) as status,
  coalesce(max(c.cell) filter (where c.field = 'closed'),
    nullif(trim(regexp_extract(e.text,
      '(?i)(?:\b(?:closed|completed|done)(?: on)?|完了日?)\s*[:\x{FF1A}]?\s*(\d{4}[-/年][^,、\x{FF0C};\x{FF1B})\x{FF09}\s]+)', 1)), ''),
    nullif(regexp_extract(e.text, '✅\s*(\d{4}-\d{2}-\d{2})', 1), '')) as closed,
  max(c.cell) filter (where c.field = 'verified') as verified,
  max(c.cell) filter (where c.field = 'created') as created,
  max(c.cell) filter (where c.field = 'service') as service
from pm_item_entries e
left join cells c on c.origin = e.origin and c.place = e.place
group by e.origin, e.item_line, e.place, e.heading, e.ticked, e.text
