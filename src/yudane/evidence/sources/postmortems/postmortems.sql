with sections as (
  -- headings below the action items sort those and are no sections of their own
  select k.origin, list(distinct k.kind order by k.kind) as present
  from pm_kinds k
  where k.kind in ('action_items', 'lessons') or not exists (
    select 1 from pm_regions r
    where r.origin = k.origin and r.kind = 'action_items' and k.nr > r.first_nr and k.nr < r.end_nr)
  group by k.origin
),
impact_texts as (
  select h.origin, h.section->>'$.text' as text
  from pm_regions r
  join pm_headings h on h.origin = r.origin and h.nr >= r.first_nr and h.nr < r.end_nr
  where r.kind = 'impact'
  union all
  select n.origin, f.value->>'$'
  from pm_files n, json_each(n.body, '$.front') f
  where regexp_full_match(lower(f.key), 'impact|影響') and f.type = 'VARCHAR'
),
impact_numbers as (
  -- named as impact_users: 1200, or as impact: {users: 1200}
  select n.origin, lower(f.key) as name, f.value->>'$' as number
  from pm_files n, json_each(n.body, '$.front') f where f.type not in ('OBJECT', 'ARRAY')
  union all
  select n.origin, 'impact_' || lower(i.key), i.value->>'$'
  from pm_files n, json_each(n.body, '$.front') f, json_each(f.value) i
  where regexp_full_match(lower(f.key), 'impact|影響') and f.type = 'OBJECT'
),
quantified as (
  select origin from impact_texts
  where regexp_matches(
    -- days and times of day are no such numbers
    regexp_replace(translate(lower(text), '０１２３４５６７８９％￥', '0123456789%¥'),
      '\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}:\d{2}(:\d{2})?|\d{1,2}時\d{1,2}分', ' ', 'g'),
    '\d[\d,.]*\s*(k|m|thousand|million|万|億|千)?\s*('
    || '%|percent\b|min(ute)?s?\b|hours?\b|hrs?\b|h(\d+\s*m(in)?)?\b|sec(ond)?s?\b|days?\b|'
    || 'yen\b|jpy\b|usd\b|eur\b|dollars?\b|euros?\b|'
    || '([a-z-]+\s+){0,2}(users?|customers?|people|accounts?|members?|visitors?|sessions?|requests?|orders?|'
    || 'transactions?|payments?|errors?|emails?|messages?|jobs?)\b|'
    || '人|名|件|分|時間|秒|日間|円|ドル|割|パーセント|回|社|店舗|リクエスト|ユーザー?|アカウント|セッション)|[¥$€£]\s*\d')
  union
  select origin from impact_numbers
  where regexp_matches(number, '^\s*\d')
    and regexp_matches(name, '^(impact|affected|failed|lost|downtime|outage|影響|停止)|(affected|impacted|failed|lost)$')
    and regexp_matches(name, 'user|customer|people|account|request|order|transaction|payment|error|minute|hour|second'
      || '|percent|ratio|yen|jpy|usd|eur|revenue|人数|件数|時間|分数|金額|割合|ユーザー?数|リクエスト数')
)
select s.origin, s.line, s.postmortem_id,
  s.incident_name as incident_id,
  s.service_name as service_id,
  coalesce(s.status_known, 'draft') as status,
  nullif(regexp_replace(s.owner, '^@', ''), '') as owner_person_id,
  s.drafted_at as draft_completed_at,
  cast(s.met_at as date) as meeting_held_on,
  s.reviewed_at, s.published_at,
  coalesce(s.audience_known, 'team') as audience,
  coalesce(x.present, []) as sections_present,
  s.origin in (select origin from quantified) as impact_quantified,
  s.blameless_known as blameless_checked,
  case when regexp_matches(s.url, '^https?://') then s.url end as url,
  case when lower(s.no_action) not in ('true', 'false', 'yes', 'no') then s.no_action end as no_action_reason,
  s.drill as drill_id,
  d.minutes as minutes_to_detect,
  r.minutes as minutes_to_recover
from pm_per_service s
left join sections x on x.origin = s.origin
left join pm_times d on d.origin = s.origin and d.field = 'to_detect'
left join pm_times r on r.origin = s.origin and r.field = 'to_recover'
order by s.position, s.postmortem_id
