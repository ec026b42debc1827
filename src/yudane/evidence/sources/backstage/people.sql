with first_team as (
    -- the first group a person names is taken for the team
    select position, ref, bare from catalog_references where field = 'member' and kind = 'group'
    qualify row_number() over (partition by position order by nth) = 1
)
select e.origin, e.line, e.ref as person_id, coalesce(g.id, t.bare) as team_id
from catalog_entities e
left join first_team t using (position)
left join catalog_entities g on g.ref = t.ref
where e.kind = 'User'
order by e.position
