-- what the columns of a table of action items may be called, and the keys of those in the front matter
select field, unnest(string_split(listed, ' ')) as word
from (values
  ('title', 'action action_item item title task description what todo to_do summary measure'),
  ('title', 'アクション アクションアイテム アクション項目 内容 対応内容 対策内容 改善内容 タスク 項目 対策 施策 件名 やること'),
  ('id', 'id # no no. number action_id 番号 管理番号'),
  ('type', 'type kind category action_type 種別 種類 分類 区分'),
  ('owner', 'owner assignee assigned_to who responsible person 担当 担当者 主担当 責任者 オーナー'),
  ('team', 'team owner_team owning_team 担当チーム チーム'),
  ('due', 'due due_date due_on deadline by by_when target_date 期限 期日 完了予定 完了予定日 締切 締め切り'),
  ('priority', 'priority prio importance 優先度 優先順位 重要度'),
  ('ticket', 'ticket issue bug bug_# tracker tracking tracker_url tracking_issue tracking_bug jira link url'),
  ('ticket', 'チケット 課題 イシュー リンク'),
  ('status', 'status state progress done ステータス 状態 状況 進捗'),
  ('closed', 'closed closed_on closed_at done_on completed completed_on completed_at completion_date'),
  ('closed', '完了日 完了日時 クローズ日 実施日'),
  ('verified', 'verified verified_on effect_verified_on 効果確認 効果確認日'),
  ('created', 'created created_on created_at opened opened_on 起票日 作成日'),
  ('service', 'service サービス 対象サービス')
) as t(field, listed)
