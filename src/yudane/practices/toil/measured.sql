with evidence as (
  select s.service_id, w.week_start, w.is_whole, w.members, w.members_who_logged, w.toil_minutes, w.listed_toil_minutes
  from team_work_weeks w
  join services s on s.team_id = w.team_id
)
select service_id,
  count(*) filter (where is_whole and members > 0) as whole_weeks,
  cast(sum(members) filter (where is_whole) as bigint) as person_weeks,
  cast(sum(members_who_logged) filter (where is_whole) as bigint) as logged_person_weeks,
  sum(members_who_logged) filter (where is_whole) * 1.0 / sum(members) filter (where is_whole) as cover_share,
  cast(sum(toil_minutes) as bigint) as all_toil_minutes,
  cast(sum(listed_toil_minutes) as bigint) as named_toil_minutes,
  sum(listed_toil_minutes) * 1.0 / nullif(sum(toil_minutes), 0) as named_share
from evidence
group by service_id
having sum(members) filter (where is_whole) > 0
