select origin, line,
  body->>'$."予算番号"' as budget_id,
  body->>'$."サービス"' as service_id,
  body->>'$."開始"' as period_start,
  body->>'$."終了"' as period_end,
  body->>'$."金額"' as amount,
  body->>'$."通貨"' as currency,
  body->>'$."見込み"' as forecast_amount,
  body->>'$."見込み作成日"' as forecast_made_on,
  body->>'$."責任チーム"' as owner_team_id
from documents
where (body->>'$."予算番号"') is not null
