with evidence as (
    select r.service_id, r.activity_key, l.level, r.published_level, h.since, coalesce(h.held_days, 0) as held_days,
        r.source_ref
    from assessment_results r
    cross join (values (2), (3)) l(level)
    left join level_runs h
        on h.service_id = r.service_id and h.activity_key = r.activity_key and h.level = l.level
    where r.as_of = cast($as_of as date)
)
select service_id, activity_key, level, published_level, since, held_days
from evidence
