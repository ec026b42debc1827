select origin, line,
  body->>'$."ログ"' as log_source_id,
  body->>'$."サービス"' as service_id,
  case body->>'$."種別"' when 'アプリ' then 'app' when 'アクセス' then 'access' when '監査' then 'audit'
    when 'データベース' then 'db' when 'クラウド操作' then 'cloud_control_plane' else 'os' end as log_kind,
  (body->>'$."集約"') = 'はい' as centralised,
  body->>'$."送り先"' as destination,
  body->>'$."検索できる日数"' as retention_hot_days,
  body->>'$."保存日数"' as retention_total_days,
  (body->>'$."構造化"') = 'はい' as structured,
  (body->>'$."改ざん防止"') = 'はい' as immutable,
  body->>'$."個人情報確認日"' as pii_reviewed_on,
  body->>'$."最終受信"' as last_event_at,
  body->>'$."日量"' as daily_bytes
from documents
where (body->>'$."ログ"') is not null
