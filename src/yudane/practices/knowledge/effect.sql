with sessions as (
    select training_id, activity_key, held_on
    from trainings
    where activity_key is not null and held_on >= $as_of - interval 365 day
        and held_on <= $as_of - $days * interval 1 day
),
came as (  -- each team and activity: the first session it came to
    select t.activity_key, coalesce(a.team_id, p.team_id) as team,
        min(case when a.attended then t.held_on end) as came_on,
        count(case when a.attended is null then 1 end) > 0 as unnoted
    from sessions t
    join training_attendance a on a.training_id = t.training_id
    left join people p on p.person_id = a.person_id
    where coalesce(a.team_id, p.team_id) is not null
    group by t.activity_key, coalesce(a.team_id, p.team_id)
),
watched as (
    select s.service_id, f.activity_key, c.came_on is not null as took_part, coalesce(c.came_on, f.first_on) as start_on
    from services s
    cross join (select activity_key, min(held_on) as first_on from sessions group by activity_key) f
    left join came c on c.team = s.team_id and c.activity_key = f.activity_key
    where s.team_id is not null and (c.came_on is not null or coalesce(c.unnoted, false) is false)
),
levels as (
    select w.service_id, w.activity_key, w.took_part, w.start_on, r.published_level, r.as_of > w.start_on as is_after,
        row_number() over (partition by w.service_id, w.activity_key, r.as_of > w.start_on order by r.as_of desc)
            as newest
    from assessment_results r
    join watched w on w.service_id = r.service_id and w.activity_key = r.activity_key
    where r.as_of >= $as_of - interval 395 day and r.published_level is not null
        and r.as_of > w.start_on - interval 30 day and r.as_of <= w.start_on + $days * interval 1 day
),
evidence as (
    select service_id, activity_key, took_part, start_on,
        max(case when not is_after and newest = 1 then published_level end) as level_before,
        max(case when is_after then published_level end) as best_after
    from levels
    group by service_id, activity_key, took_part, start_on
),
counted as (
    select count(case when took_part then 1 end) as attending,
        count(case when took_part and best_after > level_before then 1 end) as attending_risen,
        count(case when not took_part then 1 end) as others,
        count(case when not took_part and best_after > level_before then 1 end) as others_risen
    from evidence
    where level_before < 3
)
select cast(null as varchar) as service_id, attending, others, attending_risen, others_risen,
    attending_risen * 1.0 / attending as attending_share, others_risen * 1.0 / others as others_share,
    attending_risen * 1.0 / attending - others_risen * 1.0 / others as difference
from counted
where attending >= $min_n and others >= $min_n
