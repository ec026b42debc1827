-- the business units of each group and of those above it, nearest by steps, then by choice
with recursive above as (
    -- one step up from each group: the parent it names, else the first group that lists it as a child
    select ref, upper
    from (
        select g.ref, p.ref as upper, 1 as choice, 0 as position
        from catalog_groups g
        join catalog_references r on r.position = g.position and r.field = 'parent'
        join catalog_groups p on p.ref = r.ref
        union all
        select g.ref, p.ref, 2, p.position
        from catalog_groups p
        join catalog_references r on r.position = p.position and r.field = 'child'
        join catalog_groups g on g.ref = r.ref)
    where ref <> upper
    qualify row_number() over (partition by ref order by choice, position) = 1
),
climb as (
    -- the whole way up, at most 30 steps, so that a circle ends
    select ref, ref as reached, 0 as steps from catalog_groups
    union all
    select c.ref, a.upper, c.steps + 1 from climb c join above a on a.ref = c.reached where c.steps < 30
)
-- the business units met on the way up: an annotation before the kind of the group
select c.ref, c.steps, 1 as choice, coalesce(u.id, r.bare) as unit, u.ref as unit_ref
from climb c
join catalog_groups g on g.ref = c.reached
join catalog_references r on r.position = g.position and r.field = 'business-unit'
left join catalog_groups u on u.ref = r.ref
union all
select c.ref, c.steps, 2, g.id, g.ref
from climb c
join catalog_groups g on g.ref = c.reached
where g.kind = 'business_unit'
