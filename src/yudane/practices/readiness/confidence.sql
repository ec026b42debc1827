with evidence as (
    select service_id, activity_key, published_level, confidence, source_ref
    from assessment_results
    where as_of = cast($as_of as date)
)
select service_id, activity_key, published_level, confidence, coalesce(confidence, 0) as share
from evidence
