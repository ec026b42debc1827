with evidence as (
    select s.service_id, o.activity_key, o.person_id, o.since, o.source_ref
    from services s
    join activity_owners o on o.team_id = s.team_id
    where o.since <= $as_of and (o.until is null or o.until > $as_of)
)
select service_id, activity_key, count(distinct person_id) as owners
from evidence
group by service_id, activity_key
