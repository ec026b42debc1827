with told as (
  select *,
    -- the words of the names, however they are joined: OrdersFail, orders_fail, orders-fail
    regexp_replace(lower(regexp_replace(regexp_replace(regexp_replace(name,
      '(\p{Ll}|[0-9])(\p{Lu})', '\1 \2', 'g'), '(\p{Lu})(\p{Lu}\p{Ll})', '\1 \2', 'g'), '([A-Za-z])([0-9])', '\1 \2', 'g')),
      '[^\p{L}\p{N}]+', ' ', 'g') as words
  from rule_slos
  where slo_id is not null and target is not null and days >= 1 and days = round(days)
),
filled as (
  select *,
    coalesce(said->>'$."yudane.dev/user-journey"', said->>'$.yudane_user_journey') as user_journey,
    coalesce(said->>'$."yudane.dev/sli-category"', said->>'$.yudane_sli_category',
      case when maker = 'sloth' and (said->>'$.category') in
          ('availability', 'latency', 'quality', 'freshness', 'correctness', 'throughput', 'durability')
        then said->>'$.category' end,
      category,
      (select min_by(w.category, w.rank) from category_words w where regexp_matches(words, w.pattern)),
      'availability') as sli_category,
    cast(round(target, 12) as varchar) as target_text,
    case maker when 'sloth' then coalesce(said->>'$.team', said->>'$.owner')
      else coalesce(said->>'$."pyrra.dev/team"', said->>'$.team', said->>'$."pyrra.dev/owner"', said->>'$.owner') end
      as owner_team_id,
    coalesce(said->>'$."yudane.dev/error-budget-policy"', said->>'$.yudane_error_budget_policy')
      as error_budget_policy_url,
    coalesce(said->>'$."yudane.dev/error-budget-policy-approved-on"',
      said->>'$.yudane_error_budget_policy_approved_on') as error_budget_policy_approved_on,
    coalesce(said->>'$."yudane.dev/valid-from"', said->>'$.yudane_valid_from', cast($since as varchar)) as valid_from
  from told
)
select origin, line, slo_id, service_id, user_journey, sli_category,
  'ratio' as indicator_type,
  target_text as target,
  cast(days as integer) as window_days,
  'rolling' as window_type,
  owner_team_id, error_budget_policy_url, error_budget_policy_approved_on, valid_from
from filled
-- the same SLO in two files stays one
qualify row_number() over (partition by slo_id, service_id, user_journey, sli_category, target_text, days, owner_team_id,
  error_budget_policy_url, error_budget_policy_approved_on, valid_from order by position) = 1
order by position, slo_id
