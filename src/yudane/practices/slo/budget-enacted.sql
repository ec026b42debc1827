with terms as (  -- the targets and windows an active SLO has had, and when
  select a.service_id, d.slo_id, a.bucket_seconds * interval 1 second as bucket, d.window_days,
    d.window_days * interval 1 day as span, 1 - d.target as budget,
    dense_rank() over (order by d.slo_id, d.window_days, d.target) as term, d.valid_from as held_from,
    least(d.valid_to, lead(d.valid_from) over (partition by d.slo_id order by d.valid_from), $as_of) as held_to
  from slo_definitions d
  join active_slos a on a.slo_id = d.slo_id
),
sums as (
  select slo_id, cast(day as timestamp) as day, cast(extract(epoch from day) / 86400 as bigint) as day_number,
    total_events as total, total_events - good_events as bad
  from slo_days
  where measured_buckets > 0
),
blocks as (  -- each term in blocks of its window's length: a window and a day lie within two neighbors
  select t.term, t.budget * (t.window_days - 1) as room, sum(greatest(d.bad, 0)) as bad, min(d.total) as least,
    floor(d.day_number / t.window_days) as block, count(*) as days, min(d.day_number) as begins, max(d.day_number) as ends
  from (select distinct term, slo_id, window_days, budget from terms where budget > 0) as t
  join sums d on d.slo_id = t.slo_id
  group by t.term, room, block
),
close_terms as (  -- without a gap, and with too few bad events in any two neighbors, the budget cannot have been spent
  select term
  from blocks
  qualify bad + coalesce(lag(bad) over (partition by term order by block), 0) > room * min(least) over (partition by term)
    or sum(days) over (partition by term) <= max(ends) over (partition by term) - min(begins) over (partition by term)
),
days as (  -- the window's sums as a day begins; can the day see more than 100 %, can it see less?
  select t.term, t.slo_id, t.bucket, t.span, t.budget, d.day,
    min(d.day) over (partition by t.term) + t.span as whole_from,
    coalesce(sum(d.bad) over before, 0) as bad_before, coalesce(sum(d.total) over before, 0) as total_before,
    coalesce(sum(d.bad) over before, 0) + d.bad > t.budget * coalesce(sum(d.total) over inside, 0)
      and d.day + t.bucket + interval 1 day
        >= greatest(min(d.day) over (partition by t.term) + t.span, $as_of - interval 180 day) as may_exceed,
    coalesce(sum(d.bad) over inside, 0)
      <= 1.001 * t.budget * (coalesce(sum(d.total) over before, 0) + d.total) as may_hold
  from (select distinct term, slo_id, bucket, window_days, span, budget from terms
    where term in (select term from close_terms)) as t
  join sums d on d.slo_id = t.slo_id and d.day >= $as_of - interval 181 day - 2 * t.span
  window before as (partition by t.term order by d.day_number
      range between t.window_days preceding and 1 preceding),
    inside as (partition by t.term order by d.day_number
      range between t.window_days - 1 preceding and 1 preceding)
),
close_days as (  -- only these days and the ones before them are read bucket by bucket
  select *, lag(day) over by_day as day_before
  from days
  window by_day as (partition by term order by day)
  qualify (may_exceed or lead(may_exceed) over by_day) and (may_hold or lag(may_hold) over by_day)
),
moves as (  -- a bucket enters the window at its end and leaves it one window later
  select *, 1 as sign, day as read_day, bucket as delay from close_days
  union all
  select *, -1 as sign, day - span as read_day, bucket + span as delay from close_days
),
rolling as (
  select s.term, s.day, s.day_before, s.whole_from, s.sign, m.bucket_start + s.delay as moment,
    round((s.bad_before + sum(s.sign * (m.total_events - m.good_events)) over so_far)
      / nullif(s.budget * (s.total_before + sum(s.sign * m.total_events) over so_far), 0), 9) as consumption
  from moves s
  join slo_measurements m on m.slo_id = s.slo_id and cast(m.bucket_start as date) = cast(s.read_day as date)
  where m.total_events is not null
  window so_far as (partition by s.term, s.day order by m.bucket_start + s.delay)
),
passes as (
  select *, lag(consumption) over by_moment as previous, lag(day) over by_moment as previous_day
  from rolling
  where sign = 1
  window by_moment as (partition by term order by moment)
),
evidence as (
  select t.service_id, t.slo_id, p.moment as exhausted_at, p.consumption, min(e.occurred_at) as reacted_at
  from passes p
  join terms t on t.term = p.term and p.moment >= t.held_from and p.moment < t.held_to
  left join error_budget_events e on e.slo_id = t.slo_id
    and e.kind in ('freeze_started', 'policy_action', 'exception_granted')
    and e.occurred_at >= p.moment and e.occurred_at <= p.moment + $react_days * interval 1 day
  where p.consumption > 1 and coalesce(p.previous, 0) <= 1 and p.previous_day >= coalesce(p.day_before, p.day)
    and p.moment >= p.whole_from and p.moment >= $as_of - interval 180 day and p.moment < $as_of
  group by t.service_id, t.slo_id, p.moment, p.consumption
  having min(e.occurred_at) is not null or p.moment <= $as_of - $react_days * interval 1 day
)
select service_id,
  count(*) as exhaustions,
  count(reacted_at) as answered,
  count(reacted_at) * 1.0 / count(*) as answered_share,
  max(exhausted_at) as last_exhausted_at,
  string_agg(distinct slo_id, ', ' order by slo_id) filter (where reacted_at is null) as slos_without_answer
from evidence
group by service_id
