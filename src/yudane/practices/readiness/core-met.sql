with evidence as (
    select service_id, activity_key, 2 as level, level_2_core as core, level_2_met as core_met,
        level_2_unmet as core_unmet, source_ref
    from assessment_results
    where as_of = cast($as_of as date)
    union all
    select service_id, activity_key, 3, level_3_core, level_3_met, level_3_unmet, source_ref
    from assessment_results
    where as_of = cast($as_of as date)
)
select service_id, activity_key, level, core, core_met, core_unmet
from evidence
