with monthly as (  -- a month with any entry of the team is known; without toil in it, it had none
  select team_id, cast(date_trunc('month', work_date) as date) as month,
    coalesce(sum(minutes) filter (where category = 'toil'), 0) as toil_minutes
  from work_log
  where cast(work_date as timestamp) >= date_trunc('month', $as_of) - $months * interval 1 month
    and cast(work_date as timestamp) < date_trunc('month', $as_of)
  group by team_id, cast(date_trunc('month', work_date) as date)
),
volumes as (
  select coalesce(u.team_id, s.team_id) as team_id, concat(u.service_id, '/', u.metric_key) as unit_of,
    cast(date_trunc('month', u.period_start) as date) as month, sum(u.value) as volume
  from unit_metrics u join services s on s.service_id = u.service_id
  where cast(u.period_start as timestamp) >= date_trunc('month', $as_of) - $months * interval 1 month
    and cast(u.period_start as timestamp) < date_trunc('month', $as_of)
  group by coalesce(u.team_id, s.team_id), u.service_id, u.metric_key, cast(date_trunc('month', u.period_start) as date)
),
series as (  -- unit_of empty: minutes of toil; else minutes for each unit of that business volume
  select team_id, '' as unit_of, month, cast(toil_minutes as double) as amount from monthly
  union all
  select m.team_id, v.unit_of, m.month, m.toil_minutes * 1.0 / v.volume
  from monthly m join volumes v on v.team_id = m.team_id and v.month = m.month
  where v.volume > 0
),
numbered as (
  select *, extract(year from month) * 12 + extract(month from month) as month_number from series
),
evidence as (
  select s.service_id, e.unit_of, e.month, e.amount from series e join services s on s.team_id = e.team_id
),
levels as (
  select team_id, unit_of, count(*) as known_months, median(amount) as typical
  from series
  group by team_id, unit_of
  having count(*) >= $months_min
),
slopes as (  -- Theil-Sen: the median of the slopes between any two months
  select a.team_id, a.unit_of, median((b.amount - a.amount) / (b.month_number - a.month_number)) as slope
  from numbered a join numbered b on b.team_id = a.team_id and b.unit_of = a.unit_of
  where b.month_number > a.month_number
  group by a.team_id, a.unit_of
),
trends as (
  select l.team_id, l.unit_of, l.known_months, l.typical, p.slope
  from levels l join slopes p on p.team_id = l.team_id and p.unit_of = l.unit_of
)
select s.service_id,
  max(t.known_months) filter (where t.unit_of = '') as months_with_records,
  max(t.typical) filter (where t.unit_of = '') as typical_minutes,
  round(max(t.slope) filter (where t.unit_of = ''), 6) as change_minutes,
  round($slope_max * max(t.typical) filter (where t.unit_of = ''), 6) as allowed_minutes,
  count(*) filter (where t.unit_of <> '') as volumes_compared,
  count(*) filter (where t.unit_of <> '' and round(t.slope / nullif(t.typical, 0), 9) < 0) as volumes_outgrowing
from trends t join services s on s.team_id = t.team_id
group by s.service_id
having count(*) filter (where t.unit_of = '') > 0
