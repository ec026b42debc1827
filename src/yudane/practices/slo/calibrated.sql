with spans as (  -- windows_ago 0 is the newest; those before the oldest asked for show that it is whole
  select a.service_id, a.slo_id, a.target,
    floor((extract(epoch from ($as_of - cast(d.day as timestamp))) / 86400 - 1) / 28) as windows_ago,
    min(d.day) as measured_from,
    sum(d.total_events) as total,
    sum(d.total_events) - sum(d.good_events) as bad
  from slo_days d
  join active_slos a on a.slo_id = d.slo_id
  where d.measured_buckets > 0
  group by a.service_id, a.slo_id, a.target, windows_ago
),
evidence as (  -- without traffic nothing is spent; a target of 100 % leaves nothing to spend
  select service_id, slo_id, windows_ago, measured_from, total, bad,
    case when target >= 1 then null when total = 0 then 0
      else round(bad / (total * (1 - target)), 9) end as consumption
  from spans
  where windows_ago < $windows
),
slos as (
  select service_id, slo_id, max(consumption) as highest,
    count(*) filter (where consumption <= 1) as windows_within
  from evidence
  where slo_id in (select slo_id from spans
    where cast(measured_from as timestamp) <= $as_of - $windows * interval 28 day)
  group by service_id, slo_id
  having count(*) = $windows
)
select service_id,
  count(*) as slos,
  count(*) filter (where windows_within < $within_min or coalesce(highest, 0) < $spend_min)
    as slos_off,
  min(windows_within) as fewest_windows_within,
  string_agg(slo_id, ', ' order by slo_id) filter (where windows_within < $within_min) as slos_blown,
  string_agg(slo_id, ', ' order by slo_id) filter (where coalesce(highest, 0) < $spend_min)
    as slos_unspent
from slos
group by service_id
