-- Since when the goal of an indicator is met for a service without a break.
with days as (
    select service_id, indicator_id, as_of, outcome = 'met' as holds
    from indicator_results
    where service_id is not null and as_of <= $as_of and date_diff('day', as_of, cast(made_at as date)) <= 7
),
runs as (
    select *, holds and coalesce(not lag(holds) over days_before or as_of - lag(as_of) over days_before > 7, true) as begins
    from days
    window days_before as (partition by service_id, indicator_id order by as_of)
)
select service_id, indicator_id,
    case when arg_max(holds, as_of) then max(case when begins then as_of end) end as since,
    case when arg_max(holds, as_of) then date_diff('day', max(case when begins then as_of end), cast($as_of as date)) end
        as held_days
from runs
group by service_id, indicator_id
having date_diff('day', max(as_of), cast($as_of as date)) <= 7
