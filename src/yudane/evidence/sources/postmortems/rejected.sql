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
-- The part up to "end of the items" stands word for word in action_items.sql and rejected.sql.
item_words(field, word) as (
  select field, unnest(string_split(listed, ' ')) from (values
    ('title', 'action action_item item title task description what todo to_do summary measure アクション アクションアイテム アクション項目 内容 対応内容 対策内容 改善内容 タスク 項目 対策 施策 件名 やること'),
    ('id', 'id # no no. number action_id 番号 管理番号'),
    ('type', 'type kind category action_type 種別 種類 分類 区分'),
    ('owner', 'owner assignee assigned_to who responsible person 担当 担当者 主担当 責任者 オーナー'),
    ('team', 'team owner_team owning_team 担当チーム チーム'),
    ('due', 'due due_date due_on deadline by by_when target_date 期限 期日 完了予定 完了予定日 締切 締め切り'),
    ('priority', 'priority prio importance 優先度 優先順位 重要度'),
    ('ticket', 'ticket issue bug bug_# tracker tracking tracker_url tracking_issue tracking_bug jira link url チケット 課題 イシュー リンク'),
    ('status', 'status state progress done ステータス 状態 状況 進捗'),
    ('closed', 'closed closed_on closed_at done_on completed completed_on completed_at completion_date 完了日 完了日時 クローズ日 実施日'),
    ('verified', 'verified verified_on effect_verified_on 効果確認 効果確認日'),
    ('created', 'created created_on created_at opened opened_on 起票日 作成日'),
    ('service', 'service サービス 対象サービス')
  ) as t(field, listed)
),
-- sections whose nearest telling heading is that of the action items
item_sections as (
  select h.origin, h.nr, h.words, h.section
  from headings h
  join regions a on a.origin = h.origin and a.kind = 'action_items' and h.nr >= a.first_nr and h.nr < a.end_nr
  where not exists (
    select 1 from regions b
    where b.origin = h.origin and b.kind in ('lessons', 'timeline') and h.nr >= b.first_nr and h.nr < b.end_nr and b.first_nr > a.first_nr)
  qualify row_number() over (partition by h.origin, h.nr order by a.first_nr desc) = 1
),
entries as (
  select s.origin, cast(r.value->>'$.line' as bigint) as item_line, s.nr * 100000 + cast(r.key as int) as place, s.words as heading,
    cast(null as varchar) as text, cast(null as boolean) as ticked, r.value->'$.cells' as cells
  from item_sections s, json_each(s.section, '$.rows') r
  union all
  select s.origin, cast(i.value->>'$.line' as bigint), s.nr * 100000 + 50000 + cast(i.key as int), s.words,
    i.value->>'$.text', cast(i.value->>'$.done' as boolean), null
  from item_sections s, json_each(s.section, '$.items') i
  union all
  select f.origin, 1, -100000 + cast(i.key as int), null, case when json_type(i.value) = 'VARCHAR' then i.value->>'$' end, null,
    case when json_type(i.value) = 'OBJECT' then i.value end
  from facts f, json_each(f.action_items) i
  where json_type(f.action_items) = 'ARRAY'
),
cells as (
  select e.origin, e.place, w.field, max(trim(c.value->>'$')) as cell
  from entries e, json_each(e.cells) c
  join item_words w on w.word = regexp_replace(trim(regexp_replace(lower(c.key), '[((][^))]*[))]|[*_`::]', ' ', 'g')), '[\s-]+', '_', 'g')
    or w.word = regexp_replace(trim(lower(c.key)), '[\s_-]+', '_', 'g')
  group by e.origin, e.place, w.field
),
item_facts as (
  select e.origin, e.item_line, e.place, e.heading, e.ticked,
    coalesce(e.text, max(c.cell) filter (where c.field = 'title'), '') as title,
    max(c.cell) filter (where c.field = 'id') as id,
    coalesce(max(c.cell) filter (where c.field = 'type'), e.heading) as type,
    coalesce(max(c.cell) filter (where c.field = 'owner'),
      nullif(trim(regexp_extract(e.text, '(?i)(?:\b(?:owner|assignee)|担当者?)\s*[::]\s*([^,、,;;))\n]+)', 1)), ''),
      nullif(regexp_extract(e.text, '(?:^|[\s((])(@[A-Za-z0-9_./-]*[A-Za-z0-9_])', 1), '')) as owner,
    coalesce(max(c.cell) filter (where c.field = 'team'),
      nullif(trim(regexp_extract(e.text, '(?i)(?:\bteam|担当チーム)\s*[::]\s*([^,、,;;))\n]+)', 1)), '')) as team,
    coalesce(max(c.cell) filter (where c.field = 'due'),
      nullif(trim(regexp_extract(e.text, '(?i)(?:\b(?:due|due date|deadline)|期限|期日)\s*[::]\s*([^,、,;;))\n]+)', 1)), ''),
      nullif(regexp_extract(e.text, '📅\s*(\d{4}-\d{2}-\d{2})', 1), '')) as due,
    coalesce(max(c.cell) filter (where c.field = 'priority'),
      nullif(trim(regexp_extract(e.text, '(?i)(?:\b(?:priority|prio)|優先度)\s*[::]\s*([^,、,;;))\n]+)', 1)), ''),
      nullif(regexp_extract(e.text, '\b(P[0-5])\b', 1), '')) as priority,
    coalesce(max(c.cell) filter (where c.field = 'ticket'),
      nullif(trim(regexp_extract(e.text, '(?i)(?:\bticket|チケット)\s*[::]\s*([^,、,;;))\n]+)', 1)), ''),
      nullif(regexp_extract(e.text, 'https?://[^\s()<>]+/(?:issues?|pull|pulls|merge_requests|browse|work_items|tickets?)/[A-Za-z0-9-]+'), '')) as ticket,
    coalesce(max(c.cell) filter (where c.field = 'status'),
      nullif(regexp_extract(e.text, '(?i)[((](done|completed?|fixed|closed|完了|済)[^))]*[))]'), '')) as status,
    coalesce(max(c.cell) filter (where c.field = 'closed'),
      nullif(trim(regexp_extract(e.text, '(?i)(?:\b(?:closed|completed|done)(?: on)?|完了日?)\s*[::]?\s*(\d{4}[-/年][^,、,;;))\s]+)', 1)), ''),
      nullif(regexp_extract(e.text, '✅\s*(\d{4}-\d{2}-\d{2})', 1), '')) as closed,
    max(c.cell) filter (where c.field = 'verified') as verified,
    max(c.cell) filter (where c.field = 'created') as created,
    max(c.cell) filter (where c.field = 'service') as service
  from entries e
  left join cells c on c.origin = e.origin and c.place = e.place
  group by e.origin, e.item_line, e.place, e.heading, e.ticked, e.text
),
items as (
  select * replace (case when regexp_full_match(lower(owner), 'tbd|tba|n/?a|none|-+|–|—|\?+|未定|なし|調整中') then null else owner end as owner,
      case when regexp_full_match(lower(due), 'tbd|tba|n/?a|none|-+|–|—|\?+|未定|なし|調整中') then null else due end as due,
      case when regexp_full_match(lower(priority), 'tbd|tba|n/?a|none|-+|–|—|\?+|未定|なし') then null else priority end as priority),
    row_number() over (partition by origin order by place) as number,
    -- days as text that a cast reads; null where a cell holds none
    nullif(regexp_extract(replace(replace(replace(due, '年', '-'), '月', '-'), '/', '-'), '\d{4}-\d{1,2}-\d{1,2}'), '') as due_day,
    nullif(regexp_extract(replace(replace(replace(concat_ws(' ', closed, status), '年', '-'), '月', '-'), '/', '-'), '\d{4}-\d{1,2}-\d{1,2}'), '') as closed_day,
    nullif(regexp_extract(replace(replace(replace(verified, '年', '-'), '月', '-'), '/', '-'), '\d{4}-\d{1,2}-\d{1,2}'), '') as verified_day,
    nullif(regexp_extract(replace(replace(replace(created, '年', '-'), '月', '-'), '/', '-'), '\d{4}-\d{1,2}-\d{1,2}'), '') as created_day,
    trim(regexp_replace(regexp_replace(lower(coalesce(status, '')), '\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?|\d{1,2}/\d{1,2}', '', 'g'), '[\s((::))]+', ' ', 'g')) as status_word,
    case
      when regexp_full_match(lower(trim(priority)), 'p?0|critical|highest|urgent|blocker|緊急|最優先|最高') then 'P0'
      when regexp_full_match(lower(trim(priority)), 'p?1|high|高|高い') then 'P1'
      when regexp_full_match(lower(trim(priority)), 'p?2|medium|middle|mid|normal|中') then 'P2'
      when regexp_full_match(lower(trim(priority)), 'p?[3-5]|low|lowest|minor|低|低い') then 'P3' end as priority_known
  from item_facts
  where not regexp_full_match(trim(lower(title)), '|\.\.\.|…|-+|–|tbd|todo|none\.?|n/?a|no action items?\.?|なし。?|特になし。?|未定|.*\{\{.*\}\}.*|<[^>]*>')
),
told_items as (
  select i.*, u.updated_at, coalesce(try_cast(created_day as timestamp), u.drafted_at, u.met_at, u.dated_at, u.named_at) as created_at,
    coalesce(i.ticked, false) or (i.closed is not null and i.status is null and i.ticked is null)
      or regexp_full_match(i.status_word, 'done|closed|completed?|finished|fixed|resolved|merged|x|yes|true|✅|☑|✔|済み?|完了|対応済み?|実施済み?|クローズ(済み?)?|won.?t (do|fix)|wontfix|dropped|cancell?ed|obsolete|見送り|中止|取りやめ') as is_done
  from items i
  join usable u on u.origin = i.origin
)
-- end of the items
select origin, line, 'not_a_postmortem' as problem, '' as detail
from papers
where not left_out and origin not in (select origin from usable)
union all
select origin, line, 'word_unknown', 'status: ' || status from usable where status_known is null
union all
select origin, line, 'word_unknown', 'audience: ' || audience from usable where audience_known is null
union all
select origin, line, 'word_unknown', 'blameless: ' || blameless from usable where blameless is not null and blameless_known is null
union all
select u.origin, u.line, 'day_unreadable', m.field || ': ' || m.text
from usable u
join moments m on m.origin = u.origin
where m.moment is null and m.text is not null and lower(m.text) not in ('true', 'false', 'yes', 'no')
union all
select origin, min(item_line), 'no_day', cast(count(*) as varchar) from told_items where created_at is null group by origin
union all
select origin, item_line, 'done_without_day', left(title, 60) from told_items
where is_done and created_at is not null and try_cast(closed_day as timestamp) is null and updated_at is null
union all
select origin, item_line, 'item_day_unreadable', due from told_items where due is not null and try_cast(due_day as date) is null
union all
select origin, item_line, 'priority_unknown', priority from told_items where priority is not null and priority_known is null
