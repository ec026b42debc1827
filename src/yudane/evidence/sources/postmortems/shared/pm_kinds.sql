-- which sections of a postmortem a heading opens; several when it joins them, as in "Impact and timeline"
with parts as (
  select origin, nr, level,
    trim(unnest(list_prepend(words, regexp_split_to_array(words, '\s+(and|&)\s+|&|/|・|、|,|と|および|及び')))) as part
  from pm_headings
)
select distinct origin, nr, level, kind
from (
  select origin, nr, level, unnest([
    case when regexp_full_match(part,
        '((executive|incident|issue|outage|problem|short|brief|quick) )?(summary|overview|synopsis)( of .*)?'
        || '|abstract|tl;?dr'
        || '|(障害|インシデント|事象)?の?(概要|要約|サマリー?)')
      then 'summary' end,
    case when regexp_full_match(part,
        '((customer|user|end[- ]user|business|service|infrastructure|productivity|incident) )?impacts?'
        || '( (on|of) .*| assessment| analysis)?'
        || '|(summary|scope|extent) of impact|affected (users|customers|services)'
        || '|(顧客|お客様|利用者|ユーザー?|業務|事業|ビジネス|サービス)?(への|の)?影響(範囲|度|内容)?|被害(状況|範囲)?')
      then 'impact' end,
    case when regexp_full_match(part,
        '((incident|event|outage|detailed) )?(timeline|chronology)( of .*)?|(chain|sequence) of events|what happened'
        || '|(障害|インシデント|発生|対応|詳細)?の?(時系列|タイムライン|経緯|経過)|何が起きたか')
      then 'timeline' end,
    case when regexp_full_match(part,
        'triggers?|(incident )?triggering event|what triggered .*'
        || '|(障害|発生)?の?(きっかけ|契機|引き金|トリガー|誘因)|直接の?原因')
      then 'trigger' end,
    case when regexp_full_match(part,
        '((possible|likely|underlying|probable) )?root[- ]?causes?( analysis)?|causes?|what caused .*'
        || '|why (did )?(it|this) happen(ed)?|contributing (factors?|causes?|conditions?)( analysis)?|(five )?whys'
        || '|(根本|真の|発生|障害|主な)?の?原因(の?分析|究明)?|真因|(発生)?要因(の?分析)?|なぜなぜ分析|なぜ起きたか')
      then 'root_causes' end,
    case when regexp_full_match(part,
        '(incident |problem )?detection|how (it|we|this|the .*) (was |were )?(detected|noticed|found)( .*)?'
        || '|(障害|問題)?の?(検知|検出|発見|覚知)(方法|手段|の?経緯)?|どう(やって)?気づいたか')
      then 'detection' end,
    case when regexp_full_match(part,
        'lessons?( (learned|learnt))?|learnings?|key takeaways?|takeaways?'
        || '|what (went|did ?n.?t go|did not go) (well|right|wrong|badly|poorly)'
        || '|what could have (gone|been|we done) better|where (did )?we (got|get|were) lucky'
        || '|what (did )?we learn(ed|t)?'
        || '|(得られた)?(教訓|学び)|学んだ(こと|点)|(うまく|上手く)(いった|いかなかった)(こと|点)'
        || '|[良よ悪]か(った|った)(こと|点)|(運が[良よ]|幸運だ)かった(こと|点)|幸運だった(こと|点)'
        || '|改善(すべき|できる)?点|ふりかえり|振り返り|反省(点)?')
      then 'lessons' end,
    case when regexp_full_match(part,
        '(post[- ]incident |corrective |preventi(ve|on) |remediation )?action[- ]?(items?|plan|points?)?s?'
        || '( (list|to take))?|follow[- ]?ups?( (actions?|items?|work))?|next steps|to[- ]?dos?'
        || '|remediations?( (items?|plan))?|(corrective|preventive|preventative) measures?|recommendations?'
        || '|アクション(アイテム|項目|プラン)?|(改善|対応|再発防止)アクション|再発防止(策|対策)?|対応(項目|策)'
        || '|改善(策|項目|計画|タスク)|(恒久|今後の)(対応|対策)|対策(案|一覧)?|今後の(課題|アクション|予定)'
        || '|残(課題|タスク|作業)|やること')
      then 'action_items' end
  ]) as kind
  from parts)
where kind is not null
