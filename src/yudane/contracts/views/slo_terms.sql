-- The targets and windows that SLOs in force have had, and when.
select dense_rank() over (order by d.slo_id, d.window_days, d.target) as term, d.slo_id, a.service_id,
       a.bucket_seconds, d.window_days, 1 - d.target as budget, d.valid_from as held_from,
       least(d.valid_to, lead(d.valid_from) over (partition by d.slo_id order by d.valid_from), $as_of) as held_to
from slo_definitions d
join active_slos a on a.slo_id = d.slo_id
