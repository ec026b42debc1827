with evidence as (
    select service_id, activity_key, agreement_id, level as delegation, since, held_days
    from delegation_in_force
)
select service_id, activity_key, delegation, since, held_days
from evidence
