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
  regexp_extract(n.stem, '(?:^|[^0-9])(\d{4}[-_.]?\d{2}[-_.]?\d{2})(?:[^0-9]|$)', 1) as name_day,
  t.timeline_day,
  nullif(upper(regexp_extract(concat_ws(' ', n.stem, n.body->>'$.front.title', n.body->>'$.title'),
    '\bINC-?\d+\b', 0, 'i')), '') as named_incident,
  coalesce(len(k.kinds), 0) as kinds,
  coalesce(len(k.kinds) >= 2, false) as has_sections, -- one such heading stands in many a runbook
  -- a plan for what is to come, by its name or folder, or by its headings where nothing tells of causes
  f.incident is null and f.drill is null and (
    regexp_matches(lower(concat_ws(' ', n.stem, n.body->>'$.front.title', n.body->>'$.title')),
      '\b(proposals?|rfcs?|adrs?|keps?|design ?docs?|design[- ]documents?|(architecture|architectural)[- ]decisions?( records?)?'
      || '|decision[- ]records?)\b|\b(rfc|adr|kep)[-_ ]?\d+|提案|設計書|意思決定の記録')
    or regexp_matches(lower(n.path), '(^|/)(proposals?|rfcs?|adrs?|keps?|design[-_ ]?(docs?|documents?|proposals?)'
      || '|(architecture-)?decisions?(-records?)?|architecture-decision-records?)/')
    or coalesce(h.plans, 0) >= 2 and not coalesce(list_has_any(k.kinds, ['root_causes', 'trigger', 'detection']), false))
    as is_proposal,
  -- it says that it is one
  regexp_matches(lower(concat_ws(' ', n.stem, n.body->>'$.front.title', n.body->>'$.title', n.path)),
    '\bpost-?mortems?\b|\bincident[-_ ]?(reports?|reviews?)\b|ポストモーテム|ふりかえり|振り返り|障害報告') as says_so,
  -- by the name of the file not the business of this source
  regexp_full_match(lower(n.stem), '(readme|_?index|summary|contributing|changelog)')
      and f.incident is null and f.drill is null and f.service is null
    or regexp_matches(lower(n.stem),
        '^_?template|template$|(post-?mortem|incident|report|review)[-_ ]template|テンプレート|ひな形|雛形')
      and not regexp_matches(n.stem, '\d{4}-?\d{2}-?\d{2}|(?i)\binc-?\d+')
    or regexp_matches(lower(coalesce(n.body->>'$.front.title', n.body->>'$.title')),
        '^((post-?mortem|incident|report|review)[- ])*template\b|\btemplate$|テンプレート|ひな形|雛形')
      and f.incident is null and f.drill is null as left_out
from pm_files n
join pm_facts f on f.origin = n.origin
left join (select origin, list(distinct kind order by kind) as kinds from pm_kinds group by origin) k on k.origin = n.origin
left join (
  select origin, count(distinct words) as plans
  from pm_headings
  where regexp_full_match(words, 'motivation|(non-?)?goals?|goals and non-?goals|(the )?proposal|proposed .*|alternatives?( considered)?'
    || '|decision|consequences|(detailed |high[- ]level )?design|drawbacks|unresolved questions|open questions|roll-?out( plan)?'
    || '|success metrics|prior art|considered options|提案(内容)?|代替案|目的|非目標|ゴール|設計(方針)?|検討した案|未解決の問題')
  group by origin
) h on h.origin = n.origin
left join (  -- the first entry of the time line that names its day, in a heading or in its text
  select h.origin, arg_min(h.day, h.nr) as timeline_day
  from (
    select origin, nr, nullif(regexp_extract(concat_ws(' ', section->>'$.title', section->>'$.text'),
      '\d{4}[-/年]\d{1,2}[-/月]\d{1,2}'), '') as day
    from pm_headings) h
  join pm_regions r on r.origin = h.origin and r.kind = 'timeline' and h.nr >= r.first_nr and h.nr < r.end_nr
  where h.day is not null
  group by h.origin
) t on t.origin = n.origin
