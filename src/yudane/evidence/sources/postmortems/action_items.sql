select s.origin, i.item_line as line,
  s.postmortem_id || '/' || coalesce(nullif(i.id, ''), cast(i.number as varchar)) as action_item_id,
  'postmortem' as source_kind,
  s.postmortem_id as source_id,
  coalesce(i.service, s.service_name) as service_id,
  case
    when regexp_full_match(lower(i.type), '(prevent(ion|ive|ative)?|予防|再発防止|恒久)'
      || '( (improvements?|items?|actions?|measures?)|対策|対応|策)?') then 'prevent'
    when regexp_full_match(lower(i.type), '(detect(ion|ive)?|monitoring|alerting|検知|検出|監視)'
      || '( (improvements?|items?|actions?|measures?)|対策|対応|策|の?強化|の?改善)?') then 'detect'
    when regexp_full_match(lower(i.type), '(mitigat(e|ion|ive)|緩和|軽減|影響の?(緩和|軽減|縮小))'
      || '( (improvements?|items?|actions?|measures?)|対策|対応|策)?') then 'mitigate'
    when regexp_full_match(lower(i.type), '(process|documentation|training|プロセス|手順|運用|体制|教育|進め方)'
      || '( (improvements?|items?|actions?|measures?)|の?整備|の?見直し|の?改善)?') then 'process'
    else 'other' end as kind,
  coalesce(i.priority_known, 'P2') as priority,
  coalesce(nullif(trim(i.team), ''), case when is_team then owner_name end) as owner_team_id,
  case when not is_team then owner_name end as owner_person_id,
  i.tracker_url,
  i.created_at,
  try_cast(i.due_day as date) as due_on,
  case when i.is_done then coalesce(try_cast(i.closed_day as timestamp), i.updated_at) end as closed_at,
  try_cast(i.verified_day as date) as verified_on,
  s.service_count as spans_services
from (
  select *, regexp_matches(lower(owner), '^(team|group):|^team\s|(^|[\s_-])team$|チーム$|^@[^/]+/') as is_team,
    -- one name: without the marks of other systems, the first of several
    nullif(trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(owner,
      '\[([^\]]*)\]\([^)]*\)', '\1'), '\s*(,|、|,|&|\s/\s|\sand\s).*$', ''),
      '^@[^/]+/|^@|^(team|group|user):([a-z-]+/)?', ''), '[*_`]', '', 'g')), '') as owner_name,
    nullif(coalesce(nullif(regexp_extract(ticket, 'https?://[^\s()<>\]]+'), ''), trim(ticket)), '-') as tracker_url
  from pm_items) i
join pm_per_service s on s.origin = i.origin
  and (i.service is null or s.service_name = i.service and s.incident_nr = 1
    or s.is_first and not list_contains(s.services, i.service))
where i.created_at is not null
order by s.position, i.number, s.postmortem_id
