with decided as (  -- a review that names no SLO was about all of the service's
  select a.slo_id, max(r.held_on) as last_decided_on
  from active_slos a
  join reviews_for_services r on r.service_id = a.service_id
  where r.kind = 'slo' and r.decisions_count >= 1 and (r.slo_id is null or r.slo_id = a.slo_id)
    and cast(r.held_on as timestamp) >= $as_of - $max_gap_days * interval 1 day
    and cast(r.held_on as timestamp) < $as_of
  group by a.slo_id
),
evidence as (
  select a.service_id, a.slo_id, a.first_valid_from, d.last_decided_on
  from active_slos a
  left join decided d on d.slo_id = a.slo_id
  where a.first_valid_from < $as_of - interval 90 day
)
select service_id,
  count(*) as slos,
  count(last_decided_on) as slos_reviewed,
  min(last_decided_on) as longest_ago,
  string_agg(slo_id, ', ' order by slo_id) filter (where last_decided_on is null) as overdue_slos
from evidence
group by service_id
