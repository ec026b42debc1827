with sessions as (
    select training_id, title, activity_key, held_on, source_ref
    from trainings
    where held_on >= $as_of - interval 90 day and held_on < $as_of
),
assessed as (  -- the share of services at Level 1 on each day that was assessed
    select as_of as assessed_on, activity_key,
        count(case when published_level = 1 then 1 end) * 1.0 / count(*) as low_share
    from assessment_results
    where as_of >= $as_of - interval 180 day and as_of < $as_of
        and service_id in (select service_id from services)
    group by as_of, activity_key
),
ranked as (
    select assessed_on, activity_key, low_share > 0
        and rank() over (partition by assessed_on order by low_share desc) <= $gaps as is_gap
    from assessed
),
known as (  -- the last assessment each session could know
    select t.training_id, max(d.assessed_on) as assessed_on
    from sessions t
    cross join (select distinct assessed_on from ranked) d
    where d.assessed_on <= t.held_on
    group by t.training_id
),
gap_days as (select assessed_on, count(case when is_gap then 1 end) as gap_count from ranked group by assessed_on)
select cast(null as varchar) as service_id, t.training_id, t.title, t.activity_key, t.held_on, k.assessed_on,
    case when k.assessed_on is not null then coalesce(r.is_gap, false) end as fits, t.source_ref
from sessions t
left join known k on k.training_id = t.training_id
left join gap_days g on g.assessed_on = k.assessed_on
left join ranked r on r.assessed_on = k.assessed_on and r.activity_key = t.activity_key
where k.assessed_on is null or g.gap_count > 0
