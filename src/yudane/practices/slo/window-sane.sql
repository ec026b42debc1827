with evidence as (
  select service_id, slo_id, window_days, window_type, valid_from, source_ref,
    window_days >= $window_min_days and window_days <= $window_max_days as usable
  from active_slos
)
select service_id,
  count(*) as slos,
  count(*) filter (where not usable) as unusable,
  min(window_days) as shortest_window,
  max(window_days) as longest_window,
  string_agg(slo_id, ', ' order by slo_id) filter (where not usable) as unusable_slos
from evidence
group by service_id
