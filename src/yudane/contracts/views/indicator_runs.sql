-- Since when the goal of an indicator is met for a service without a break.
with days as (
    select service_id, indicator_id, as_of, outcome = 'met' as holds
    from indicator_results
    where service_id <> '' and as_of <= $as_of and cast(made_at as date) - as_of <= 7
),
runs as (
    select *, holds and coalesce(not lag(holds) over days_before or as_of - lag(as_of) over days_before > 7, true) as begins
    from days
    window days_before as (partition by service_id, indicator_id order by as_of)
)
select service_id, indicator_id,
    max(case when begins then as_of end) as since, cast($as_of as date) - max(case when begins then as_of end) as held_days
from runs
group by service_id, indicator_id
having max(as_of) = max(case when holds then as_of end) and cast($as_of as date) - max(as_of) <= 7
