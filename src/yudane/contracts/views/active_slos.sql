-- SLOs in force: the newest definition of each, unless it was retired; first_valid_from is when the SLO began.
with told as (
    select *, min(valid_from) over (partition by slo_id) as first_valid_from,
           row_number() over (partition by slo_id order by valid_from desc) as newest
    from slo_definitions
    where valid_from <= $as_of
)
select slo_id, service_id, user_journey, sli_category, indicator_type, target, window_days, window_type, bucket_seconds,
       owner_team_id, error_budget_policy_url, error_budget_policy_approved_on, valid_from, valid_to, source_ref,
       first_valid_from
from told
where newest = 1 and (valid_to is null or valid_to > $as_of)
