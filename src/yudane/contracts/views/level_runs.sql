-- Since when the published level of a service in an activity is at least Level 2, and at least Level 3, without a break.
with days as (  -- one that was made much later than its day says nothing of how long a level was held
    select r.service_id, r.activity_key, l.level, r.as_of, r.published_level,
        coalesce(r.published_level >= l.level, false) as holds
    from assessment_results r
    cross join (select cast(column0 as bigint) as level from (values (2), (3)) v(column0)) l
    where r.as_of <= $as_of and cast(r.made_at as date) - r.as_of <= 7
),
runs as (
    select *, holds and coalesce(not lag(holds) over days_before or as_of - lag(as_of) over days_before > 7, true) as begins
    from days
    window days_before as (partition by service_id, activity_key, level order by as_of)
)
select service_id, activity_key, level,
    max(case when begins then as_of end) as since, cast($as_of as date) - max(case when begins then as_of end) as held_days
from runs
group by service_id, activity_key, level
having max(as_of) = max(case when holds then as_of end) and cast($as_of as date) - max(as_of) <= 7
