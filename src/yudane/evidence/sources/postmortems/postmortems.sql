-- The part up to "end of the shared part" stands word for word in all three maps of this source.
with words(field, rank, word) as (
  select field, rank, unnest(string_split(listed, ' ')) from (values
    ('id', 1, 'id postmortem_id pm_id document_id 文書id'),
    ('incident', 1, 'incident incidents incident_id incident_ids incident_number incident_no インシデント インシデントid 障害id 障害番号'),
    ('drill', 1, 'drill drill_id exercise 訓練 訓練id'),
    ('service', 1, 'service services service_id service_name サービス 対象サービス'),
    ('service', 2, 'affected_service affected_services component components system systems 影響サービス システム 対象システム'),
    ('status', 1, 'status postmortem_status report_status document_status state ステータス 状態 文書の状態'),
    ('owner', 1, 'owner postmortem_owner document_owner オーナー 責任者 担当 担当者'),
    ('owner', 2, 'author authors writer written_by 作成者 著者 執筆者'),
    ('drafted', 1, 'draft_completed draft_completed_at draft_completed_on drafted drafted_at drafted_on draft_date 下書き完了 下書き完了日 初稿 初稿完了日'),
    ('meeting', 1, 'meeting meeting_held meeting_held_on meeting_date review_meeting postmortem_meeting ふりかえり会 振り返り会 開催日'),
    ('reviewed', 1, 'reviewed reviewed_at reviewed_on review_date review_completed approved_at approved_on レビュー日 レビュー完了 レビュー完了日 承認日'),
    ('published', 1, 'published published_at published_on publish_date publication_date shared_at shared_on 公開 公開日 共有日'),
    ('audience', 1, 'audience visibility shared_with 公開範囲 共有範囲'),
    ('blameless', 1, 'blameless blameless_checked blameless_check 非難なし 非難なし確認'),
    ('no_action', 1, 'no_action_reason no_action no_actions 対応不要の理由 アクション不要の理由'),
    ('url', 1, 'url link source_url permalink リンク'),
    ('date', 1, 'created created_at created_on 作成日'),
    ('date', 2, 'date incident_date started started_at detected detected_at 日付 発生日 発生日時 検知日時'),
    ('updated', 1, 'updated updated_at last_updated lastmod last_modified 更新日 最終更新日'),
    ('action_items', 1, 'action_items actions アクション アクションアイテム 再発防止策')
  ) as t(field, rank, listed)
),
files as (
  select origin, line, position, body, substr(origin, strpos(origin, ':') + 1) as path
  from documents
),
named as (
  -- the folder that tells something: not one of years, reports and the like
  select *, coalesce(list_filter(folders, lambda name: not regexp_full_match(lower(name),
      '(post-?mortem|incident|report|review|retrospective|incident-(report|review)|doc|document|page)s?|documentation|content|source|src|wiki|archive|ふりかえり|振り返り|ポストモーテム|障害(報告書?)?|インシデント|\d{1,4}(-?(q\d|\d{2}))?|\d{4}-\d{2}-\d{2}.*|inc-?\d+.*'))[1],
    folders[1]) as folder
  from (
    select *, regexp_replace(regexp_extract(path, '[^/]+$'), '\.(md|markdown)$', '', 'i') as stem,
      list_reverse(list_filter(string_split(regexp_extract(path, '^(.*)/', 1), '/'), lambda name: name <> '')) as folders
    from files)
),
-- what the front matter says, by the words above; without front matter, sections named Status and Date
told as (
  select n.origin, w.field, w.rank, f.value,
    case f.type when 'ARRAY' then f.value->>'$[0]' when 'OBJECT' then null else f.value->>'$' end as text
  from named n, json_each(n.body, '$.front') f
  join words w on w.word = regexp_replace(lower(trim(f.key)), '[\s_-]+', '_', 'g')
  where f.type <> 'NULL' and coalesce(trim(f.value->>'$'), '') <> ''
  union all
  select n.origin, case when lower(s.value->>'$.title') like '%date' or (s.value->>'$.title') = '日付' then 'date' else 'status' end, 9,
    to_json(trim(split_part(s.value->>'$.text', chr(10), 1))), trim(split_part(s.value->>'$.text', chr(10), 1))
  from named n, json_each(n.body, '$.sections') s
  where regexp_full_match(lower(s.value->>'$.title'), '(report |document )?status|date|状態|ステータス|日付') and (s.value->>'$.text') <> ''
),
said as (
  select origin, field, min_by(value, rank) as value, trim(min_by(text, rank)) as text
  from told group by origin, field
),
-- times without an offset are UTC; a cast wants dashes, seconds and an offset right behind
moments as (
  select origin, field, text, try_cast(nullif(regexp_extract(spelled,
    '^\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}(:\d{2})?)?)?$'), '') as timestamptz) at time zone 'UTC' as moment
  from (
    select *, trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(text,
        '^(\d{4})[/年]\s*(\d{1,2})[/月]\s*(\d{1,2})日?', '\1-\2-\3'),
        '[((][^))]*[))]', ' ', 'g'),
        '\s+', ' ', 'g'),
        '(\d{1,2})時(\d{1,2})分', '\1:\2'),
        ' ?(JST|日本時間) ?$', '+09:00'),
        ' ?(UTC|GMT|Z) ?$', '+00:00'),
        '([T ]\d{1,2}:\d{2})(:\d{2}(?:\.\d+)?)? ?([+-]\d{2}):?(\d{2})?$', '\1\2\3:\4')) as spaced,
      regexp_replace(regexp_replace(spaced, ':$', ':00'), '([T ]\d{1,2}:\d{2})([+-]|$)', '\1:00\2') as spelled
    from said where field in ('drafted', 'meeting', 'reviewed', 'published', 'date', 'updated')) s
),
facts as (
  select n.origin,
    max(s.text) filter (where s.field = 'id') as id,
    max(s.text) filter (where s.field = 'drill') as drill,
    max(s.value) filter (where s.field = 'incident') as incident,
    max(s.value) filter (where s.field = 'service') as service,
    max(s.text) filter (where s.field = 'status') as status,
    max(s.text) filter (where s.field = 'owner') as owner,
    max(s.text) filter (where s.field = 'reviewed') as reviewed,
    max(s.text) filter (where s.field = 'audience') as audience,
    max(s.text) filter (where s.field = 'blameless') as blameless,
    max(s.text) filter (where s.field = 'no_action') as no_action,
    max(s.text) filter (where s.field = 'url') as url,
    max(s.value) filter (where s.field = 'action_items') as action_items,
    max(m.moment) filter (where m.field = 'drafted') as drafted_at,
    max(m.moment) filter (where m.field = 'meeting') as met_at,
    max(m.moment) filter (where m.field = 'reviewed') as reviewed_at,
    max(m.moment) filter (where m.field = 'published') as published_at,
    max(m.moment) filter (where m.field = 'updated') as updated_at,
    max(m.moment) filter (where m.field = 'date') as dated_at
  from named n
  left join said s on s.origin = n.origin
  left join moments m on m.origin = n.origin
  group by n.origin
),
headings as (
  select origin, cast(s.key as int) as nr, cast(s.value->>'$.level' as int) as level, s.value as section,
    -- the heading without numbers, marks and what stands in brackets
    trim(regexp_replace(regexp_replace(regexp_replace(lower(s.value->>'$.title'),
      '\[([^\]]*)\]\([^)]*\)', '\1', 'g'), '[((][^))]*[))]|[*_`]|[::??。]\s*$', '', 'g'),
      '^([^\p{L}\p{N}]+|\d+(\.\d+)*[.)、.]?\s*)+', '')) as words
  from named, json_each(body, '$.sections') s
),
parts as (
  select origin, nr, level, trim(unnest(list_prepend(words, regexp_split_to_array(words, '\s+(and|&)\s+|&|/|・|、|,|と|および|及び')))) as part
  from headings
),
kinds as (
  select distinct origin, nr, level, kind from (
    select origin, nr, level, unnest([
      case when regexp_full_match(part, '((executive|incident|issue|outage|problem|short|brief|quick) )?(summary|overview|synopsis)( of .*)?|abstract|tl;?dr|(障害|インシデント|事象)?の?(概要|要約|サマリー?)')
        then 'summary' end,
      case when regexp_full_match(part, '((customer|user|end[- ]user|business|service|infrastructure|productivity|incident) )?impacts?( (on|of) .*| assessment| analysis)?|(summary|scope|extent) of impact|affected (users|customers|services)|(顧客|お客様|利用者|ユーザー?|業務|事業|ビジネス|サービス)?(への|の)?影響(範囲|度|内容)?|被害(状況|範囲)?')
        then 'impact' end,
      case when regexp_full_match(part, '((incident|event|outage|detailed) )?(timeline|chronology)( of .*)?|(chain|sequence) of events|what happened|(障害|インシデント|発生|対応|詳細)?の?(時系列|タイムライン|経緯|経過)|何が起きたか')
        then 'timeline' end,
      case when regexp_full_match(part, 'triggers?|(incident )?triggering event|what triggered .*|(障害|発生)?の?(きっかけ|契機|引き金|トリガー|誘因)|直接の?原因')
        then 'trigger' end,
      case when regexp_full_match(part, '((possible|likely|underlying|probable) )?root[- ]?causes?( analysis)?|causes?|what caused .*|why (did )?(it|this) happen(ed)?|contributing (factors?|causes?|conditions?)( analysis)?|(five )?whys|(根本|真の|発生|障害|主な)?の?原因(の?分析|究明)?|真因|(発生)?要因(の?分析)?|なぜなぜ分析|なぜ起きたか')
        then 'root_causes' end,
      case when regexp_full_match(part, '(incident |problem )?detection|how (it|we|this|the .*) (was |were )?(detected|noticed|found)( .*)?|(障害|問題)?の?(検知|検出|発見|覚知)(方法|手段|の?経緯)?|どう(やって)?気づいたか')
        then 'detection' end,
      case when regexp_full_match(part, 'lessons?( (learned|learnt))?|learnings?|key takeaways?|takeaways?|what (went|did ?n.?t go|did not go) (well|right|wrong|badly|poorly)|what could have (gone|been|we done) better|where (did )?we (got|get|were) lucky|what (did )?we learn(ed|t)?|(得られた)?(教訓|学び)|学んだ(こと|点)|(うまく|上手く)(いった|いかなかった)(こと|点)|[良よ悪]か(った|った)(こと|点)|(運が[良よ]|幸運だ)かった(こと|点)|幸運だった(こと|点)|改善(すべき|できる)?点|ふりかえり|振り返り|反省(点)?')
        then 'lessons' end,
      case when regexp_full_match(part, '(post[- ]incident |corrective |preventi(ve|on) |remediation )?action[- ]?(items?|plan|points?)?s?( (list|to take))?|follow[- ]?ups?( (actions?|items?|work))?|next steps|to[- ]?dos?|remediations?( (items?|plan))?|(corrective|preventive|preventative) measures?|recommendations?|アクション(アイテム|項目|プラン)?|(改善|対応|再発防止)アクション|再発防止(策|対策)?|対応(項目|策)|改善(策|項目|計画|タスク)|(恒久|今後の)(対応|対策)|対策(案|一覧)?|今後の(課題|アクション|予定)|残(課題|タスク|作業)|やること')
        then 'action_items' end
    ]) as kind
    from parts)
  where kind is not null
),
regions as (
  select k.origin, k.kind, k.nr as first_nr,
    coalesce(min(h.nr), 1000000) as end_nr
  from kinds k
  left join headings h on h.origin = k.origin and h.nr > k.nr and h.level <= k.level
  group by k.origin, k.kind, k.nr
),
papers as (
  select n.origin, n.line, n.position, n.body, n.folder, f.* exclude (origin),
    coalesce(f.id,
      case when regexp_full_match(lower(n.stem), 'readme|_?index') then n.folders[1]
        when regexp_full_match(lower(n.stem), '(post-?mortem|incident|report|review|ふりかえり|振り返り|ポストモーテム|障害報告書?|\d+|\d{4}-\d{2}(-\d{2})?)') then concat_ws('/', n.folder, n.stem)
        else n.stem end) as paper_id,
    regexp_extract(coalesce(n.body->>'$.front.title', n.body->>'$.title', ''), '\d{4}[-/年]\d{1,2}[-/月]\d{1,2}') as title_day,
    regexp_extract(n.stem, '^\d{4}-?\d{2}-?\d{2}') as name_day,
    nullif(upper(regexp_extract(concat_ws(' ', n.stem, n.body->>'$.front.title', n.body->>'$.title'), '\bINC-?\d+\b', 0, 'i')), '') as named_incident,
    coalesce(len(k.kinds) >= 2, false) as has_sections, -- one such heading stands in many a runbook
    -- not this source's business, by the name of the file
    regexp_full_match(lower(n.stem), '(readme|_?index|summary|contributing|changelog)') and f.incident is null and f.drill is null and f.service is null
      or regexp_matches(lower(n.stem), '^_?template|template$|(post-?mortem|incident|report|review)[-_ ]template|テンプレート|ひな形|雛形') and not regexp_matches(n.stem, '\d{4}-?\d{2}-?\d{2}|(?i)\binc-?\d+') as left_out
  from named n
  join facts f on f.origin = n.origin
  left join (select origin, list(distinct kind) as kinds from kinds group by origin) k on k.origin = n.origin
),
usable as (
  select *, coalesce(try_strptime(replace(nullif(name_day, ''), '-', ''), '%Y%m%d'),
      try_cast(replace(replace(nullif(title_day, ''), '年', '-'), '月', '-') as timestamp)) as named_at,
    case
      when regexp_full_match(said_status, 'draft(ing)?|wip|work in progress|in progress|writing|new|open|下書き|ドラフト|草案|執筆中|作成中|記入中') then 'draft'
      when regexp_full_match(said_status, '(in |under )?review(ing)?|(ready for|awaiting|waiting for) review|レビュー(中|待ち)|確認(中|待ち)') then 'in_review'
      when regexp_full_match(said_status, 'reviewed|approved|accepted|published|final(ized)?|complete,? action items in progress|レビュー済み?|承認済み?|公開済み?|確定') then 'reviewed'
      when regexp_full_match(said_status, 'closed|completed?|done|finished|クローズ(済み?)?|完了|終了') then 'closed'
      when said_status is null and (reviewed_at is not null or lower(reviewed) in ('true', 'yes')) then 'reviewed'
      when said_status is null then 'draft' end as status_known,
    case
      when regexp_full_match(lower(audience), 'public|external|everyone|社外(も含む)?|公開|一般公開|社外公開') then 'public'
      when regexp_full_match(lower(audience), 'company([ -]wide)?|internal|organi[sz]ation|org|全社|社内|全社公開|社内公開|社内全体') then 'company'
      when audience is null or regexp_full_match(lower(audience), 'team|private|チーム|チーム内|非公開') then 'team' end as audience_known,
    case when lower(blameless) in ('true', 'yes', 'はい', '済', '済み', '確認済', '確認済み') then true
      when lower(blameless) in ('false', 'no', 'いいえ') then false end as blameless_known
  from (select *, trim(regexp_replace(lower(status), '[_-]', ' ', 'g')) as said_status from papers) p
  where not left_out and (has_sections or incident is not null or drill is not null)
),
-- one row for each service and each incident a document names
spread as (
  select u.*, service_name, service_nr, incident_name, incident_nr, len(services) as service_count,
    concat_ws('/', paper_id, case when len(services) > 1 then service_name end, case when len(incidents) > 1 then incident_name end) as postmortem_id,
    service_nr = 1 and incident_nr = 1 as is_first
  from (
    select *, case when len(service_names) > 0 then service_names else [folder] end as services,
      case when len(incident_names) > 0 then incident_names else [named_incident] end as incidents
    from (
      select *, case json_type(service) when 'ARRAY' then list_transform(json_extract(service, '$[*]'), lambda v: coalesce(v->>'$.id', v->>'$.name', v->>'$'))
          else list_transform(regexp_split_to_array(service->>'$', '\s*[,、]\s*'), lambda v: trim(v)) end as service_names,
        case json_type(incident) when 'ARRAY' then list_transform(json_extract(incident, '$[*]'), lambda v: coalesce(v->>'$.id', v->>'$'))
          else list_transform(regexp_split_to_array(incident->>'$', '\s*[,、]\s*'), lambda v: trim(v)) end as incident_names
      from usable)) u,
    unnest(services) with ordinality as s(service_name, service_nr),
    unnest(incidents) with ordinality as i(incident_name, incident_nr)
),
-- end of the shared part
sections as (
  -- headings below the action items sort those and are no sections of their own
  select k.origin, list_sort(list(distinct k.kind)) as present
  from kinds k
  where k.kind in ('action_items', 'lessons') or not exists (
    select 1 from regions r where r.origin = k.origin and r.kind = 'action_items' and k.nr > r.first_nr and k.nr < r.end_nr)
  group by k.origin
),
impact_texts as (
  select h.origin, h.section->>'$.text' as text
  from regions r
  join headings h on h.origin = r.origin and h.nr >= r.first_nr and h.nr < r.end_nr
  where r.kind = 'impact'
  union all
  select n.origin, f.value->>'$'
  from named n, json_each(n.body, '$.front') f
  where regexp_full_match(lower(f.key), 'impact|影響') and f.type = 'VARCHAR'
),
impact_numbers as (
  -- named as impact_users: 1200, or as impact: {users: 1200}
  select n.origin, lower(f.key) as name, f.value->>'$' as number
  from named n, json_each(n.body, '$.front') f where f.type not in ('OBJECT', 'ARRAY')
  union all
  select n.origin, 'impact_' || lower(i.key), i.value->>'$'
  from named n, json_each(n.body, '$.front') f, json_each(f.value) i
  where regexp_full_match(lower(f.key), 'impact|影響') and f.type = 'OBJECT'
),
quantified as (
  select origin from impact_texts
  where regexp_matches(regexp_replace(translate(lower(text), '0123456789%¥', '0123456789%¥'), '\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}:\d{2}(:\d{2})?|\d{1,2}時\d{1,2}分', ' ', 'g'),
    '\d[\d,.]*\s*(k|m|thousand|million|万|億|千)?\s*('
    || '%|percent\b|min(ute)?s?\b|hours?\b|hrs?\b|h(\d+\s*m(in)?)?\b|sec(ond)?s?\b|days?\b|yen\b|jpy\b|usd\b|eur\b|dollars?\b|euros?\b|'
    || '([a-z-]+\s+){0,2}(users?|customers?|people|accounts?|members?|visitors?|sessions?|requests?|orders?|transactions?|payments?|errors?|emails?|messages?|jobs?)\b|'
    || '人|名|件|分|時間|秒|日間|円|ドル|割|パーセント|回|社|店舗|リクエスト|ユーザー?|アカウント|セッション)|[¥$€£]\s*\d')
  union
  select origin from impact_numbers
  where regexp_matches(number, '^\s*\d') and regexp_matches(name, '^(impact|affected|failed|lost|downtime|outage|影響|停止)|(affected|impacted|failed|lost)$')
    and regexp_matches(name, 'user|customer|people|account|request|order|transaction|payment|error|minute|hour|second|percent|ratio|yen|jpy|usd|eur|revenue|人数|件数|時間|分数|金額|割合|ユーザー?数|リクエスト数')
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
  s.drill as drill_id
from spread s
left join sections x on x.origin = s.origin
order by s.position, s.postmortem_id
