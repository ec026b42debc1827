-- the postmortems, with the words of their front matter as the contract has them; null where one is unknown
select *,
  coalesce(try_strptime(regexp_replace(nullif(name_day, ''), '[-_.]', '', 'g'), '%Y%m%d'),
    try_cast(replace(replace(replace(nullif(title_day, ''), '年', '-'), '月', '-'), '/', '-') as timestamp),
    try_cast(replace(replace(replace(timeline_day, '年', '-'), '月', '-'), '/', '-') as timestamp)) as named_at,
  case
    when regexp_full_match(said_status, 'draft(ing)?|wip|work in progress|in progress|writing|new|open'
      || '|下書き|ドラフト|草案|執筆中|作成中|記入中') then 'draft'
    when regexp_full_match(said_status, '(in |under )?review(ing)?|(ready for|awaiting|waiting for) review'
      || '|レビュー(中|待ち)|確認(中|待ち)') then 'in_review'
    when regexp_full_match(said_status, 'reviewed|approved|accepted|published|final(ized)?'
      || '|complete,? action items in progress|レビュー済み?|承認済み?|公開済み?|確定') then 'reviewed'
    when regexp_full_match(said_status, 'closed|completed?|done|finished|クローズ(済み?)?|完了|終了') then 'closed'
    when said_status is null and (reviewed_at is not null or lower(reviewed) in ('true', 'yes')) then 'reviewed'
    when said_status is null then 'draft' end as status_known,
  case
    when regexp_full_match(lower(audience), 'public|external|everyone|社外(も含む)?|公開|一般公開|社外公開') then 'public'
    when regexp_full_match(lower(audience), 'company([ -]wide)?|internal|organi[sz]ation|org'
      || '|全社|社内|全社公開|社内公開|社内全体') then 'company'
    when audience is null or regexp_full_match(lower(audience), 'team|private|チーム|チーム内|非公開') then 'team'
    end as audience_known,
  case when lower(blameless) in ('true', 'yes', 'はい', '済', '済み', '確認済', '確認済み') then true
    when lower(blameless) in ('false', 'no', 'いいえ') then false end as blameless_known
from (select *, trim(regexp_replace(lower(status), '[_-]', ' ', 'g')) as said_status from pm_papers)
where not left_out and not is_proposal and (has_sections or incident is not null or drill is not null)
