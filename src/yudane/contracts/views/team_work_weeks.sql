-- How a team recorded its work in each ISO week of the last 90 days; the weeks cut by either end hold only their
-- days inside. Counts of people and sums of minutes only: who did what stays in the tables this is made from.
with numbers as (
    select n from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13)) t(n)
),
starts as (
    select cast(date_trunc('week', $as_of - interval 90 day) + n * interval 7 day as timestamp) as starts_at
    from numbers
),
weeks as (
    select cast(starts_at as date) as week_start, starts_at, starts_at + interval 7 day as ends_at,
           starts_at >= $as_of - interval 90 day and starts_at + interval 7 day <= $as_of as is_whole
    from starts
    where starts_at < $as_of
),
worked as (
    select team_id, person_id, cast(date_trunc('week', work_date) as date) as week_start, minutes, category, toil_task_key
    from work_log
    where cast(work_date as timestamp) >= $as_of - interval 90 day and cast(work_date as timestamp) < $as_of
),
logged as (
    select distinct person_id, week_start from worked
),
members as (
    select p.team_id, p.person_id, w.week_start
    from people p cross join weeks w
    where p.team_id is not null
      and (p.active_from is null or cast(p.active_from as timestamp) < w.ends_at)
      and (p.active_to is null or cast(p.active_to as timestamp) > w.starts_at)
),
parts as (
    select m.team_id, m.week_start, count(*) as members, count(l.person_id) as members_who_logged,
           0 as logged_minutes, 0 as operational_minutes, 0 as toil_minutes, 0 as listed_toil_minutes
    from members m left join logged l on l.person_id = m.person_id and l.week_start = m.week_start
    group by m.team_id, m.week_start
    union all
    select team_id, week_start, 0, 0, sum(minutes),
           coalesce(sum(minutes) filter (where category in ('toil', 'interrupt', 'oncall_active')), 0),
           coalesce(sum(minutes) filter (where category = 'toil'), 0),
           coalesce(sum(minutes) filter (where category = 'toil' and toil_task_key is not null), 0)
    from worked
    group by team_id, week_start
)
select p.team_id, p.week_start, bool_and(w.is_whole) as is_whole,
       cast(sum(p.members) as bigint) as members,
       cast(sum(p.members_who_logged) as bigint) as members_who_logged,
       cast(sum(p.logged_minutes) as bigint) as logged_minutes,
       cast(sum(p.operational_minutes) as bigint) as operational_minutes,
       cast(sum(p.toil_minutes) as bigint) as toil_minutes,
       cast(sum(p.listed_toil_minutes) as bigint) as listed_toil_minutes
from parts p join weeks w on w.week_start = p.week_start
group by p.team_id, p.week_start
