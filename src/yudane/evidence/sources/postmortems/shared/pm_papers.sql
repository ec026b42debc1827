-- every file with what tells whether it is a postmortem, and what its name and title say
select n.origin, n.line, n.position, n.folder, f.* exclude (origin),
  coalesce(f.id,
    case when regexp_full_match(lower(n.stem), 'readme|_?index') then n.folders[1]
      when regexp_full_match(lower(n.stem),
        '(post-?mortem|incident|report|review|ふりかえり|振り返り|ポストモーテム|障害報告書?|\d+|\d{4}-\d{2}(-\d{2})?)')
        then concat_ws('/', n.folder, n.stem)
      else n.stem end) as paper_id,
  regexp_extract(coalesce(n.body->>'$.front.title', n.body->>'$.title', ''),
    '\d{4}[-/年]\d{1,2}[-/月]\d{1,2}') as title_day,
  regexp_extract(n.stem, '^\d{4}-?\d{2}-?\d{2}') as name_day,
  nullif(upper(regexp_extract(concat_ws(' ', n.stem, n.body->>'$.front.title', n.body->>'$.title'),
    '\bINC-?\d+\b', 0, 'i')), '') as named_incident,
  coalesce(len(k.kinds) >= 2, false) as has_sections, -- one such heading stands in many a runbook
  -- by the name of the file not the business of this source
  regexp_full_match(lower(n.stem), '(readme|_?index|summary|contributing|changelog)')
      and f.incident is null and f.drill is null and f.service is null
    or regexp_matches(lower(n.stem),
        '^_?template|template$|(post-?mortem|incident|report|review)[-_ ]template|テンプレート|ひな形|雛形')
      and not regexp_matches(n.stem, '\d{4}-?\d{2}-?\d{2}|(?i)\binc-?\d+') as left_out
from pm_files n
join pm_facts f on f.origin = n.origin
left join (select origin, list(distinct kind order by kind) as kinds from pm_kinds group by origin) k on k.origin = n.origin
