with evidence as (
    select r.service_id, g.activity as activity_key, r.indicator_id, r.outcome, coalesce(h.held_days, 0) as met_days,
        r.source_ref
    from delegation_goals g
    join indicator_results r on r.indicator_id = g.indicator
    left join indicator_runs h on h.service_id = r.service_id and h.indicator_id = r.indicator_id
    where r.as_of = cast($as_of as date) and r.service_id <> ''
)
select service_id, activity_key, count(*) as goals, count(case when outcome = 'unmet' then 1 end) as not_met,
    count(case when outcome in ('unknown', 'not_applicable') then 1 end) as unclear, min(met_days) as held_days
from evidence
group by service_id, activity_key
