with months as (
  select cast(date_trunc('month', $as_of) - n * interval 1 month as timestamp) as starts_at,
    cast(date_trunc('month', $as_of) - (n - 1) * interval 1 month as timestamp) as ends_at
  from (values (1), (2), (3)) t(n)
),
members as (
  select p.team_id, p.person_id, m.starts_at
  from people p cross join months m
  where p.team_id is not null
    and (p.active_from is null or cast(p.active_from as timestamp) < m.ends_at)
    and (p.active_to is null or cast(p.active_to as timestamp) > m.starts_at)
),
logged as (
  select distinct person_id, cast(date_trunc('month', work_date) as timestamp) as starts_at
  from work_log
  where cast(work_date as timestamp) >= date_trunc('month', $as_of) - interval 3 month
    and cast(work_date as timestamp) < date_trunc('month', $as_of)
),
answered as (
  select team_id, cast(date_trunc('month', submitted_on) as timestamp) as starts_at,
    count(distinct respondent_key) as people
  from survey_responses
  where kind = 'toil'
    and cast(submitted_on as timestamp) >= date_trunc('month', $as_of) - interval 3 month
    and cast(submitted_on as timestamp) < date_trunc('month', $as_of)
  group by team_id, cast(date_trunc('month', submitted_on) as timestamp)
),
team_months as (
  select m.team_id, m.starts_at, count(*) as members, count(l.person_id) as logging_members
  from members m
  left join logged l on l.person_id = m.person_id and l.starts_at = m.starts_at
  group by m.team_id, m.starts_at
),
evidence as (
  select s.service_id, cast(m.starts_at as date) as month, m.members, m.logging_members,
    coalesce(a.people, 0) as answering_people,
    -- the two cannot be united, so the larger share counts
    least(greatest(m.logging_members, coalesce(a.people, 0)) * 1.0 / m.members, 1) as recorded_share
  from team_months m
  join services s on s.team_id = m.team_id
  left join answered a on a.team_id = m.team_id and a.starts_at = m.starts_at
)
select service_id,
  count(*) as judged_months,
  count(*) filter (where round(recorded_share, 9) >= $people_share) as recorded_months,
  min(recorded_share) as lowest_share,
  max(recorded_share) as highest_share
from evidence
group by service_id
