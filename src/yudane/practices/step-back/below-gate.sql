with needed as (  -- at every tier the service may be of
    select d.service_id, d.activity_key, d.level as delegation, t.tier, s.tier is null as is_unsaid, max(g.level) as level
    from delegation_in_force d
    join services s on s.service_id = d.service_id
    join (select cast(column0 as bigint) as tier from (values (1), (2), (3)) v(column0)) t
        on t.tier = s.tier or s.tier is null
    join delegation_steps g on g.to_level = d.level and g.condition = 'level-held'
        and (g.tier = 'any' or g.tier = cast(t.tier as varchar))
        and (g.activity = d.activity_key
            or (g.activity = 'any' and d.activity_key not in (select activity from delegation_steps)))
    group by d.service_id, d.activity_key, d.level, t.tier, s.tier
),
asked as (  -- where nobody said the tier, the least and the most it may need
    select service_id, activity_key, delegation, min(level) as level, max(level) as level_at_most,
        count(*) = case when is_unsaid then 3 else 1 end as at_every_tier
    from needed
    group by service_id, activity_key, delegation, is_unsaid
),
days as (
    select a.service_id, a.activity_key, a.delegation, a.level, r.as_of, r.published_level,
        r.published_level < a.level as below
    from asked a
    join assessment_results r on r.service_id = a.service_id and r.activity_key = a.activity_key
    where r.as_of <= $as_of and cast(r.made_at as date) - r.as_of <= 7
),
runs as (
    select *, below and coalesce(not lag(below) over so_far or as_of - lag(as_of) over so_far > 7, true) as begins
    from days
    window so_far as (partition by service_id, activity_key order by as_of)
),
since_when as (
    select service_id, activity_key,
        case when max(as_of) = max(case when below then as_of end) and cast($as_of as date) - max(as_of) <= 7
            then cast($as_of as date) - max(case when begins then as_of end) else 0 end as below_days
    from runs
    group by service_id, activity_key
),
evidence as (
    select a.service_id, a.activity_key, a.delegation, a.level, a.level_at_most, a.at_every_tier, r.published_level,
        coalesce(w.below_days, 0) as below_days, r.source_ref
    from asked a
    left join assessment_results r
        on r.service_id = a.service_id and r.activity_key = a.activity_key and r.as_of = cast($as_of as date)
    left join since_when w on w.service_id = a.service_id and w.activity_key = a.activity_key
)
select service_id, activity_key, delegation, level, level_at_most, at_every_tier, published_level, below_days
from evidence
