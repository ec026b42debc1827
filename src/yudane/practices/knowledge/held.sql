with evidence as (
    select cast(null as varchar) as service_id, training_id, title, kind, activity_key, held_on, duration_minutes,
        delivered_by_team_id, source_ref
    from trainings
    where held_on >= $as_of - interval 90 day and held_on < $as_of
)
select cast(null as varchar) as service_id,
    count(*) as sessions,
    count(distinct activity_key) as activities,
    count(case when kind = 'training' then 1 end) as trainings_held,
    count(case when kind = 'workshop' then 1 end) as workshops_held,
    count(case when kind = 'study_session' then 1 end) as study_sessions_held,
    count(case when kind = 'postmortem_share' then 1 end) as postmortem_shares_held,
    count(case when kind = 'office_hours' then 1 end) as office_hours_held
from evidence
