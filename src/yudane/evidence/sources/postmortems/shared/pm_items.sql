-- the action items of postmortems: numbered, days as text that a cast reads, and whether they are done
with items as (
  select * replace (
      case when regexp_full_match(lower(owner), 'tbd|tba|n/?a|none|-+|–|—|\?+|未定|なし|調整中') then null else owner end
        as owner,
      case when regexp_full_match(lower(due), 'tbd|tba|n/?a|none|-+|–|—|\?+|未定|なし|調整中') then null else due end
        as due,
      case when regexp_full_match(lower(priority), 'tbd|tba|n/?a|none|-+|–|—|\?+|未定|なし') then null else priority end
        as priority),
    row_number() over (partition by origin order by place) as number,
    -- null where a cell holds no day
    nullif(regexp_extract(replace(replace(replace(due, '年', '-'), '月', '-'), '/', '-'),
      '\d{4}-\d{1,2}-\d{1,2}'), '') as due_day,
    nullif(regexp_extract(replace(replace(replace(concat_ws(' ', closed, status), '年', '-'), '月', '-'), '/', '-'),
      '\d{4}-\d{1,2}-\d{1,2}'), '') as closed_day,
    nullif(regexp_extract(replace(replace(replace(verified, '年', '-'), '月', '-'), '/', '-'),
      '\d{4}-\d{1,2}-\d{1,2}'), '') as verified_day,
    nullif(regexp_extract(replace(replace(replace(created, '年', '-'), '月', '-'), '/', '-'),
      '\d{4}-\d{1,2}-\d{1,2}'), '') as created_day,
    trim(regexp_replace(regexp_replace(lower(coalesce(status, '')),
      '\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?|\d{1,2}/\d{1,2}', '', 'g'), '[\s((::))]+', ' ', 'g')) as status_word,
    case
      when regexp_full_match(lower(trim(priority)), 'p?0|critical|highest|urgent|blocker|緊急|最優先|最高') then 'P0'
      when regexp_full_match(lower(trim(priority)), 'p?1|high|高|高い') then 'P1'
      when regexp_full_match(lower(trim(priority)), 'p?2|medium|middle|mid|normal|中') then 'P2'
      when regexp_full_match(lower(trim(priority)), 'p?[3-5]|low|lowest|minor|低|低い') then 'P3' end as priority_known
  from pm_item_facts
  where not regexp_full_match(trim(lower(title)), '|\.\.\.|…|-+|–|tbd|todo|none\.?|n/?a|no action items?\.?'
    || '|なし。?|特になし。?|未定|.*\{\{.*\}\}.*|<[^>]*>')
)
select i.*, u.updated_at,
  coalesce(try_cast(created_day as timestamp), u.drafted_at, u.met_at, u.dated_at, u.named_at) as created_at,
  coalesce(i.ticked, false)
    or (i.closed is not null and i.status is null and i.ticked is null)
    or regexp_full_match(i.status_word, 'done|closed|completed?|finished|fixed|resolved|merged|x|yes|true|✅|☑|✔'
      || '|済み?|完了|対応済み?|実施済み?|クローズ(済み?)?'
      || '|won.?t (do|fix)|wontfix|dropped|cancell?ed|obsolete|見送り|中止|取りやめ') as is_done
from items i
join pm_usable u on u.origin = i.origin
