with named as (
  select *,
    regexp_replace(lower(regexp_replace(regexp_replace(regexp_replace(slo->>'$.name',
      '(\p{Ll}|[0-9])(\p{Lu})', '\1 \2', 'g'), '(\p{Lu})(\p{Lu}\p{Ll})', '\1 \2', 'g'), '([A-Za-z])([0-9])', '\1 \2', 'g')),
      '[^\p{L}\p{N}]+', ' ', 'g') as words
  from sloth_slos
)
select origin, line, slo_id,
  spec->>'$.service' as service_id,
  coalesce(said->>'$."yudane.dev/user-journey"', said->>'$.yudane_user_journey') as user_journey,
  coalesce(said->>'$."yudane.dev/sli-category"', said->>'$.yudane_sli_category',
    case when (said->>'$.category') in
        ('availability', 'latency', 'quality', 'freshness', 'correctness', 'throughput', 'durability')
      then said->>'$.category' end,
    (select min_by(w.category, w.rank) from category_words w where regexp_matches(words, w.pattern)),
    'availability') as sli_category,
  'ratio' as indicator_type,
  coalesce(cast(round(try_cast(slo->>'$.objective' as double) / 100, 12) as varchar), slo->>'$.objective') as target,
  hours // 24 as window_days,
  'rolling' as window_type,
  coalesce(said->>'$.team', said->>'$.owner') as owner_team_id,
  coalesce(said->>'$."yudane.dev/error-budget-policy"', said->>'$.yudane_error_budget_policy')
    as error_budget_policy_url,
  coalesce(said->>'$."yudane.dev/error-budget-policy-approved-on"', said->>'$.yudane_error_budget_policy_approved_on')
    as error_budget_policy_approved_on,
  coalesce(said->>'$."yudane.dev/valid-from"', said->>'$.yudane_valid_from', cast($since as varchar)) as valid_from
from named
where not coalesce(try_cast(slo->>'$.objective' as double) > 0 and try_cast(slo->>'$.objective' as double) < 1, false)
order by position, number
