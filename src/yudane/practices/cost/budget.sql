with evidence as (
  select b.service_id, b.budget_id, b.period_start, b.period_end, b.amount, b.currency, b.owner_team_id, b.source_ref,
    case when b.owner_team_id is null then false
      else b.owner_team_id = s.team_id or b.owner_team_id = s.business_unit_id end as is_ours
  from budgets b
  join services s on s.service_id = b.service_id
  where cast(b.period_start as timestamp) <= $as_of and cast(b.period_end as timestamp) >= $as_of
)
select service_id,
  count(*) as budgets_in_force,
  count(*) filter (where amount > 0) as budgets_with_money,
  count(*) filter (where amount > 0 and is_ours) as owned_budgets,
  count(*) filter (where amount > 0 and is_ours is null) as undecided_budgets,
  max(period_end) filter (where amount > 0 and is_ours) as lasts_until,
  string_agg(distinct owner_team_id, ', ' order by owner_team_id) as owners
from evidence
group by service_id
