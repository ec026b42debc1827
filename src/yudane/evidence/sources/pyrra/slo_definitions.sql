with named as (
  select *,
    regexp_replace(lower(regexp_replace(regexp_replace(regexp_replace(name,
      '(\p{Ll}|[0-9])(\p{Lu})', '\1 \2', 'g'), '(\p{Lu})(\p{Lu}\p{Ll})', '\1 \2', 'g'), '([A-Za-z])([0-9])', '\1 \2', 'g')),
      '[^\p{L}\p{N}]+', ' ', 'g') as words
  from pyrra_slos
)
select origin, line, slo_id, service_id,
  coalesce(annotations->>'$."yudane.dev/user-journey"', labels->>'$."yudane.dev/user-journey"') as user_journey,
  coalesce(annotations->>'$."yudane.dev/sli-category"', labels->>'$."yudane.dev/sli-category"',
    case
      when json_type(indicator->'$.latency') = 'OBJECT' or json_type(indicator->'$.latencyNative') = 'OBJECT'
        then 'latency' end,
    (select min_by(w.category, w.rank) from category_words w where regexp_matches(words, w.pattern)),
    'availability') as sli_category,
  'ratio' as indicator_type,
  coalesce(cast(round(try_cast(target as double) / 100, 12) as varchar), target) as target,
  cast(minutes / 1440 as integer) as window_days,
  'rolling' as window_type,
  coalesce(labels->>'$."pyrra.dev/team"', labels->>'$.team', labels->>'$."pyrra.dev/owner"', labels->>'$.owner',
    annotations->>'$."pyrra.dev/team"', annotations->>'$."pyrra.dev/owner"') as owner_team_id,
  coalesce(annotations->>'$."yudane.dev/error-budget-policy"', labels->>'$."yudane.dev/error-budget-policy"')
    as error_budget_policy_url,
  coalesce(annotations->>'$."yudane.dev/error-budget-policy-approved-on"',
    labels->>'$."yudane.dev/error-budget-policy-approved-on"') as error_budget_policy_approved_on,
  coalesce(annotations->>'$."yudane.dev/valid-from"', labels->>'$."yudane.dev/valid-from"', cast($since as varchar))
    as valid_from
from named
where whole_days and not coalesce(try_cast(target as double) > 0 and try_cast(target as double) < 1, false)
order by position, slo_id
