with evidence as (
  select a.service_id, a.slo_id, a.owner_team_id, s.team_id as development_team, a.source_ref,
    a.owner_team_id = s.team_id as owned,
    count(a.owner_team_id) over (partition by a.service_id, a.owner_team_id) as owned_by_same_team
  from active_slos a
  join services s on s.service_id = a.service_id
)
select service_id,
  count(*) as slos,
  count(*) filter (where owned) as slos_owned,
  count(*) filter (where owned) * 1.0 / count(*) as owned_share,
  -- without a team in the catalog it could be the one that owns most
  case when count(development_team) = 0 then max(owned_by_same_team) + count(*) - count(owner_team_id)
    else count(*) filter (where owned or owned is null) end * 1.0 / count(*) as possible_share,
  string_agg(slo_id, ', ' order by slo_id) filter (where not owned) as slos_of_others
from evidence
group by service_id
