with evidence as (
  select service_id, slo_id, target, valid_from, source_ref,
    target > 0 and target < $target_max_exclusive as realistic
  from active_slos
)
select service_id,
  count(*) as slos,
  count(*) filter (where not realistic) as unrealistic,
  cast(max(target) as varchar) as highest_target,
  string_agg(slo_id, ', ' order by slo_id) filter (where not realistic) as unrealistic_slos
from evidence
group by service_id
