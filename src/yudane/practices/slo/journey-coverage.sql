with journeys as (
  select s.service_id, lower(trim(j.journey)) as journey
  from services s, unnest(s.critical_journeys) as j(journey)
  where trim(j.journey) <> ''
),
slos as (
  select service_id, slo_id, lower(nullif(trim(user_journey), '')) as journey
  from active_slos
),
evidence as (
  select j.service_id, j.journey, count(a.slo_id) as journey_slos
  from journeys j
  left join slos a on a.service_id = j.service_id and a.journey = j.journey
  group by j.service_id, j.journey
),
declared as (
  select service_id, count(*) as journeys,
    count(*) filter (where journey_slos > 0) as covered,
    string_agg(journey, ', ' order by journey) filter (where journey_slos = 0) as uncovered
  from evidence
  group by service_id
),
unnamed as (  -- each of these may cover one journey more
  select service_id, count(*) as slos
  from slos
  where journey is null
  group by service_id
)
select s.service_id,
  coalesce(d.journeys, 0) as journeys_declared,
  coalesce(d.covered, 0) as journeys_covered,
  coalesce(u.slos, 0) as slos_without_journey,
  d.covered * 1.0 / d.journeys as covered_share,
  least(d.covered + coalesce(u.slos, 0), d.journeys) * 1.0 / d.journeys as possible_share,
  d.uncovered as journeys_without_slo
from services s
left join declared d on d.service_id = s.service_id
left join unnamed u on u.service_id = s.service_id
where d.journeys > 0 or coalesce(s.tier <= 2 and s.user_facing, true)
  or s.critical_journeys is null
