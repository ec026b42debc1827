with first_team as (
    -- the first group a person names is taken for the team, else the first that names the person
    select person, group_ref, bare from catalog_memberships
    qualify row_number() over (partition by person order by nth) = 1
)
select e.origin, e.line, e.ref as person_id, coalesce(g.id, t.bare) as team_id
from catalog_entities e
left join first_team t on t.person = e.ref
left join catalog_entities g on g.ref = t.group_ref
where e.kind = 'User'
order by e.position
