with evidence as (
    select service_id, activity_key, trigger_id, outcome, source_ref
    from trigger_results
    where as_of = cast($as_of as date) and outcome <> 'not_applicable'
)
select service_id, activity_key, count(*) as looked_at, count(case when outcome = 'unmet' then 1 end) as open,
    count(case when outcome = 'unknown' then 1 end) as unclear
from evidence
group by service_id, activity_key
