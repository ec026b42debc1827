with evidence as (
  select service_id, slo_id, error_budget_policy_url, error_budget_policy_approved_on,
    source_ref,
    coalesce(trim(error_budget_policy_url), '') <> '' as written,
    coalesce(cast(error_budget_policy_approved_on as timestamp)
      >= $as_of - $max_age_days * interval 1 day, false) as approved
  from active_slos
)
select service_id,
  count(*) as slos,
  count(*) filter (where written and approved) as slos_with_policy,
  min(error_budget_policy_approved_on) as oldest_approval,
  string_agg(slo_id, ', ' order by slo_id) filter (where not written) as slos_without_page,
  string_agg(slo_id, ', ' order by slo_id) filter (where written and not approved)
    as slos_not_approved
from evidence
group by service_id
having count(*) filter (where written or error_budget_policy_approved_on is not null) > 0
