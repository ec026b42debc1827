with nearest_unit as (
    -- what a group belongs to is never the group itself
    select ref, unit from units_above_groups where unit_ref is distinct from ref
    qualify row_number() over (partition by ref order by steps, choice) = 1
),
annotated as (
    select position, max(text) filter (key = 'headcount') as headcount,
           max(text) filter (key = 'site-count') as site_count
    from catalog_annotations where good group by position
)
select e.origin, e.line, e.ref as source_ref, e.id as team_id,
       coalesce(nullif(trim(e.body->>'$.spec.profile.displayName'), ''), nullif(trim(e.body->>'$.metadata.title'), ''),
                e.name) as name,
       g.kind,
       n.unit as business_unit_id,
       cast(a.headcount as double) as headcount_fte,
       cast(a.site_count as int) as site_count,
       true as active
from catalog_entities e
join catalog_groups g using (position)
left join annotated a using (position)
left join nearest_unit n on n.ref = e.ref
order by e.position
