with evidence as (  -- a review that names no SLO was about all of the service's
  select a.service_id, a.slo_id, a.first_valid_from, max(r.held_on) as last_decided_on
  from active_slos a
  left join reviews_for_services r on r.service_id = a.service_id and r.kind = 'slo'
    and coalesce(r.slo_id, a.slo_id) = a.slo_id and r.decisions_count >= 1
    and cast(r.held_on as timestamp) >= $as_of - $max_gap_days * interval 1 day
    and cast(r.held_on as timestamp) < $as_of
  where a.first_valid_from < $as_of - interval 90 day
  group by a.service_id, a.slo_id, a.first_valid_from
)
select service_id,
  count(*) as slos,
  count(last_decided_on) as slos_reviewed,
  min(last_decided_on) as longest_ago,
  string_agg(slo_id, ', ' order by slo_id) filter (where last_decided_on is null) as overdue_slos
from evidence
group by service_id
