with evidence as (
    select cast(null as varchar) as service_id, a.training_id, t.held_on, coalesce(a.team_id, p.team_id) as team,
        a.person_id, a.attended, a.source_ref
    from trainings t
    join training_attendance a on a.training_id = t.training_id
    left join people p on p.person_id = a.person_id
    where t.held_on >= $as_of - interval 180 day and t.held_on < $as_of and a.attended is not false
),
owners as (
    select distinct s.team_id as team
    from services s
    left join teams t on t.team_id = s.team_id
    where s.team_id is not null and coalesce(t.kind, 'dev') = 'dev'
),
judged as (  -- reached: somebody came; perhaps: nobody noted whether those invited came
    select o.team, count(case when e.attended then 1 end) > 0 as reached, count(e.training_id) > 0 as perhaps
    from owners o
    left join evidence e on e.team = o.team
    group by o.team
),
strays as (select count(distinct person_id) as people_without_team from evidence where team is null)
select cast(null as varchar) as service_id,
    count(*) as events,
    count(case when reached then 1 end) as conforming,
    max(people_without_team) as people_without_team,
    count(case when reached then 1 end) * 1.0 / count(*) as share,
    round(count(case when reached then 1 end) * 1.0 / count(*), 9) as share_at_least,
    round(least(count(case when perhaps then 1 end) + max(people_without_team), count(*)) * 1.0 / count(*), 9)
        as share_at_most
from judged
cross join strays
having count(*) > 0
