with evidence as (
  select s.service_id, r.request_id, r.request_type, r.service_id as about_service_id, r.automatable, r.created_at,
    r.status, r.source_ref,
    r.request_type <> 'other' and r.automatable is not null as is_classified
  from requests r
  join services s on s.team_id = r.assignee_team_id
  where r.created_at >= $as_of - interval 90 day
    and r.created_at < $as_of
)
select service_id,
  count(*) as incoming_requests,
  count(*) filter (where is_classified) as classified_requests,
  count(*) filter (where request_type = 'other') as requests_without_type,
  count(*) filter (where automatable is null) as requests_not_judged,
  count(*) filter (where automatable) as automatable_requests,
  count(*) filter (where is_classified) * 1.0 / count(*) as classified_share
from evidence
group by service_id
having count(*) >= $min_n
