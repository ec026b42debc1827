with toil as (
  select team_id, person_id, toil_task_key, minutes
  from work_log
  where category = 'toil'
    and cast(work_date as timestamp) >= $as_of - interval 90 day
    and cast(work_date as timestamp) < $as_of
),
sizes as (  -- who belonged to the team on the last day before as_of
  select team_id, count(*) as members
  from people
  where team_id is not null
    and (active_from is null or cast(active_from as timestamp) < $as_of)
    and (active_to is null or cast(active_to as timestamp) >= $as_of)
  group by team_id
),
tasks as (
  select team_id, toil_task_key, count(distinct person_id) as people, sum(minutes) as minutes
  from toil
  group by team_id, toil_task_key
),
evidence as (  -- by task; nobody's own time is shown
  select s.service_id, t.toil_task_key, t.people, t.minutes
  from tasks t join services s on s.team_id = t.team_id
),
of_one as (
  select team_id, person_id, sum(minutes) as minutes from toil group by team_id, person_id
),
of_team as (
  select team_id, count(*) as people, sum(minutes) as toil_minutes, max(minutes) as most_by_one
  from of_one
  group by team_id
)
select s.service_id, z.members, coalesce(t.people, 0) as people_with_toil,
  cast(coalesce(t.toil_minutes, 0) as bigint) as team_toil_minutes,
  t.most_by_one * 1.0 / nullif(t.toil_minutes, 0) as largest_share
from services s
join sizes z on z.team_id = s.team_id
left join of_team t on t.team_id = s.team_id
