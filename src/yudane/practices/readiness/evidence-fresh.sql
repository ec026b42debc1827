with evidence as (
    select service_id, activity_key, unconfirmed_since, source_ref
    from assessment_results
    where as_of = cast($as_of as date)
)
select service_id, activity_key, unconfirmed_since,
    coalesce(cast($as_of as date) - unconfirmed_since, 0) as stale_days
from evidence
