with evidence as (
  select s.service_id, w.team_id as worked_by, w.week_start, w.is_whole, w.members, w.members_who_logged,
    w.logged_minutes, w.operational_minutes, w.toil_minutes, w.listed_toil_minutes
  from team_work_weeks w
  join services s on s.team_id = w.team_id
),
summed as (
  select service_id, min(worked_by) as worked_by,
    cast(sum(logged_minutes) as bigint) as all_minutes,
    cast(sum(operational_minutes) as bigint) as operations_minutes,
    sum(operational_minutes) * 1.0 / nullif(sum(logged_minutes), 0) as operations_share,
    -- as in toil.measured
    sum(members_who_logged) filter (where is_whole) * 1.0
      / nullif(sum(members) filter (where is_whole), 0) as cover_share,
    sum(listed_toil_minutes) * 1.0 / nullif(sum(toil_minutes), 0) as named_share
  from evidence
  group by service_id
)
select m.service_id, m.all_minutes, m.operations_minutes, m.operations_share,
  coalesce(round(m.cover_share, 9) >= $cover_min and round(coalesce(m.named_share, 1), 9) >= $task_share_min, false)
    as is_measured,
  -- while the kind of the team is not known both limits are possible
  case when t.kind = 'sre_company' then $sre_team_max when t.kind is not null then $dev_team_max
    else least($dev_team_max, $sre_team_max) end as lower_limit,
  case when t.kind = 'sre_company' then $sre_team_max when t.kind is not null then $dev_team_max
    else greatest($dev_team_max, $sre_team_max) end as upper_limit
from summed m
left join teams t on t.team_id = m.worked_by
