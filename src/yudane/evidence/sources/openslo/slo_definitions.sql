select origin, line, slo_id,
  spec->>'$.service' as service_id,
  coalesce(metadata->>'$.annotations."yudane.dev/user-journey"', metadata->>'$.labels."yudane.dev/user-journey"')
    as user_journey,
  sli_category,
  case when threshold is not null then 'threshold' else 'ratio' end as indicator_type,
  coalesce(objective->>'$.target',
    cast(round(try_cast(objective->>'$.targetPercent' as double) / 100, 12) as varchar),
    objective->>'$.targetPercent') as target,
  cast(round(days) as integer) as window_days,
  case when (slo_window->>'$.isRolling') = 'true' then 'rolling'
    when (slo_window->>'$.isRolling') = 'false' or json_type(slo_window->'$.calendar') = 'OBJECT' then 'calendar'
    else 'rolling' end as window_type,
  case when lower(spec->>'$.budgetingMethod') in ('timeslices', 'ratiotimeslices') then
    case
      when regexp_full_match(objective->>'$.timeSliceWindow', '[0-9]{1,6}')
        then try_cast(objective->>'$.timeSliceWindow' as integer) * 60
      when regexp_full_match(objective->>'$.timeSliceWindow', '[0-9]{1,6}[mhdw]')
        then try_cast(left(objective->>'$.timeSliceWindow', -1) as integer)
          * case right(objective->>'$.timeSliceWindow', 1) when 'm' then 60 when 'h' then 3600 when 'd' then 86400
            else 604800 end
    end end as bucket_seconds,
  coalesce(metadata->>'$.labels.team[0]', metadata->>'$.labels.team', metadata->>'$.labels.owner[0]',
    metadata->>'$.labels.owner', metadata->>'$.annotations.team', metadata->>'$.annotations.owner') as owner_team_id,
  coalesce(metadata->>'$.annotations."yudane.dev/error-budget-policy"',
    metadata->>'$.labels."yudane.dev/error-budget-policy"') as error_budget_policy_url,
  coalesce(metadata->>'$.annotations."yudane.dev/error-budget-policy-approved-on"',
    metadata->>'$.labels."yudane.dev/error-budget-policy-approved-on"') as error_budget_policy_approved_on,
  coalesce(metadata->>'$.annotations."yudane.dev/valid-from"', metadata->>'$.labels."yudane.dev/valid-from"',
    cast($since as varchar)) as valid_from
from openslo_windows
where whole_days and not coalesce((objective->>'$.target') is null
  and try_cast(objective->>'$.targetPercent' as double) > 0 and try_cast(objective->>'$.targetPercent' as double) < 1, false)
order by position, number
