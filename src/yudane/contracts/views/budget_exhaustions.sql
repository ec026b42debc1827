-- The moments of the last 180 days at which the error budget of an SLO in force ran out.
with moves as (  -- a bucket enters the window at its end and leaves it one window later
    select *, 1 as sign, day as read_day, bucket_seconds * interval 1 second as delay from budget_close_days
    union all
    select *, -1 as sign, day - window_days * interval 1 day as read_day,
           bucket_seconds * interval 1 second + window_days * interval 1 day as delay
    from budget_close_days
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
)
select t.slo_id, t.service_id, p.moment as exhausted_at, p.consumption
from passes p
join slo_terms t on t.term = p.term and p.moment >= t.held_from and p.moment < t.held_to
where p.consumption > 1 and coalesce(p.previous, 0) <= 1 and p.previous_day >= coalesce(p.day_before, p.day)
  and p.moment >= p.whole_from and p.moment >= $as_of - interval 180 day and p.moment < $as_of
