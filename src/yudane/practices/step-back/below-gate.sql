with needed as (  -- where nobody said the tier, at each of them
    select d.service_id, d.activity_key, d.level as delegation, t.tier, max(g.level) as level,
        case when s.tier is null then 3 else 1 end as tiers
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
days as (
    select n.service_id, n.activity_key, n.tier, r.as_of, r.published_level < n.level as below
    from needed n
    join assessment_results r on r.service_id = n.service_id and r.activity_key = n.activity_key
    where r.as_of <= $as_of and cast(r.made_at as date) - r.as_of <= 7
),
runs as (
    select *, below and coalesce(not lag(below) over so_far or as_of - lag(as_of) over so_far > 7, true) as begins
    from days
    window so_far as (partition by service_id, activity_key, tier order by as_of)
),
since_when as (
    select service_id, activity_key, tier,
        case when max(as_of) = max(case when below then as_of end) and cast($as_of as date) - max(as_of) <= 7
            then cast($as_of as date) - max(case when begins then as_of end) else 0 end as below_days
    from runs
    group by service_id, activity_key, tier
),
evidence as (
    select n.service_id, n.activity_key, n.delegation, n.tier, n.tiers, n.level, r.published_level,
        coalesce(w.below_days, 0) as below_days,
        r.published_level >= n.level or coalesce(w.below_days, 0) < $days as is_fine, r.source_ref
    from needed n
    left join assessment_results r
        on r.service_id = n.service_id and r.activity_key = n.activity_key and r.as_of = cast($as_of as date)
    left join since_when w on w.service_id = n.service_id and w.activity_key = n.activity_key and w.tier = n.tier
)
select service_id, activity_key, delegation, max(level) as level, published_level, max(below_days) as below_days, tiers,
    count(case when is_fine then 1 end) as tiers_fine, count(case when not is_fine then 1 end) as tiers_below
from evidence
group by service_id, activity_key, delegation, published_level, tiers
