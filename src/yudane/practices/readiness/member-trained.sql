with evidence as (
    select s.service_id, t.activity_key, a.person_id, t.held_on, a.attended, a.source_ref
    from services s
    join training_attendance a on true
    join trainings t on t.training_id = a.training_id
    left join people p on p.person_id = a.person_id
    where coalesce(a.team_id, p.team_id) = s.team_id and t.activity_key is not null
        and t.held_on >= $as_of - $days * interval 1 day and t.held_on < $as_of
)
select service_id, activity_key, count(distinct case when attended then person_id end) as trained,
    count(case when attended is null then 1 end) as unclear
from evidence
group by service_id, activity_key
