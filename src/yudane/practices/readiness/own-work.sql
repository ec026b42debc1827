with evidence as (
    select service_id, split_part(indicator_id, '.', 1) as activity_key, indicator_id, outcome, value as share, source_ref
    from indicator_results
    where as_of = cast($as_of as date) and service_id <> '' and indicator_id like '%.own-work'
)
select service_id, activity_key, outcome, share
from evidence
