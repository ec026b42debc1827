-- Days on which the budget of an SLO may have run out, and the days before them: only these are read bucket by bucket.
with sums as (
    select slo_id, cast(day as timestamp) as day, cast(extract(epoch from day) / 86400 as bigint) as day_number,
           total_events as total, total_events - good_events as bad
    from slo_days
    where measured_buckets > 0
),
blocks as (  -- each term in blocks of its window's length: a window and a day lie within two neighbors
    select t.term, t.budget * (t.window_days - 1) as room, sum(greatest(d.bad, 0)) as bad, min(d.total) as least,
           floor(d.day_number / t.window_days) as block, count(*) as days, min(d.day_number) as begins,
           max(d.day_number) as ends
    from (select distinct term, slo_id, window_days, budget from slo_terms where budget > 0) as t
    join sums d on d.slo_id = t.slo_id
    group by t.term, room, block
),
close_terms as (  -- without a gap, and with too few bad events in any two neighbors, the budget cannot have been spent
    select term
    from blocks
    qualify bad + coalesce(lag(bad) over (partition by term order by block), 0)
            > room * min(least) over (partition by term)
        or sum(days) over (partition by term)
            <= max(ends) over (partition by term) - min(begins) over (partition by term)
),
days as (  -- the window's sums as a day begins; can the day see more than 100 %, can it see less?
    select t.term, t.slo_id, t.bucket_seconds, t.window_days, t.budget, d.day,
           min(d.day) over (partition by t.term) + t.span as whole_from,
           coalesce(sum(d.bad) over before, 0) as bad_before, coalesce(sum(d.total) over before, 0) as total_before,
           coalesce(sum(d.bad) over before, 0) + d.bad > t.budget * coalesce(sum(d.total) over inside, 0)
               and d.day + t.bucket_seconds * interval 1 second + interval 1 day
                   >= greatest(min(d.day) over (partition by t.term) + t.span, $as_of - interval 180 day)
               as may_exceed,
           coalesce(sum(d.bad) over inside, 0)
               <= 1.001 * t.budget * (coalesce(sum(d.total) over before, 0) + d.total) as may_hold
    from (select distinct term, slo_id, bucket_seconds, window_days, window_days * interval 1 day as span, budget
          from slo_terms where term in (select term from close_terms)) as t
    join sums d on d.slo_id = t.slo_id and d.day >= $as_of - interval 181 day - 2 * t.span
    window before as (partition by t.term order by d.day_number
            range between t.window_days preceding and 1 preceding),
        inside as (partition by t.term order by d.day_number
            range between t.window_days - 1 preceding and 1 preceding)
)
select term, slo_id, bucket_seconds, window_days, budget, day, lag(day) over by_day as day_before, whole_from,
       bad_before, total_before
from days
window by_day as (partition by term order by day)
qualify (may_exceed or lead(may_exceed) over by_day) and (may_hold or lag(may_hold) over by_day)
