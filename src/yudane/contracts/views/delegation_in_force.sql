-- The delegation level that holds for a service in an activity, areas of decisions of their own aside. What was agreed
-- elsewhere and imported has no agreement here and binds nobody.
with agreed as (
    select *, until is null or until > $as_of as stands
    from delegations
    where decision_area = '' and agreement_id <> '' and effective_from <= $as_of
),
days as (  -- the level changes on no other
    select service_id, activity_key, effective_from as day
    from agreed
    union
    select service_id, activity_key, until
    from agreed
    where until <= $as_of
),
ranked as (  -- what held from then on; and what would have, but for what has ended by itself since
    select d.day, a.*,
        row_number() over (
            partition by d.service_id, d.activity_key, d.day
            order by a.for_service desc, a.effective_from desc, a.effective_at desc nulls last, a.agreement_id desc) as place,
        row_number() over (
            partition by d.service_id, d.activity_key, d.day, a.stands
            order by a.for_service desc, a.effective_from desc, a.effective_at desc nulls last, a.agreement_id desc) as place_of_standing
    from days d
    join agreed a on a.service_id = d.service_id and a.activity_key = d.activity_key
        and a.effective_from <= d.day and (a.until is null or a.until > d.day)
),
in_force as (
    select *
    from agreed
    where stands
    qualify row_number() over (
        partition by service_id, activity_key
        order by for_service desc, effective_from desc, effective_at desc nulls last, agreement_id desc) = 1
),
same as (
    select d.service_id, d.activity_key, d.day,
        count(case when r.level_current = f.level_current and (r.place = 1 or r.stands and r.place_of_standing = 1) then 1 end) > 0
            as is_same
    from days d
    join in_force f on f.service_id = d.service_id and f.activity_key = d.activity_key
    left join ranked r on r.service_id = d.service_id and r.activity_key = d.activity_key and r.day = d.day
    group by d.service_id, d.activity_key, d.day
),
other as (
    select service_id, activity_key, max(day) as other_on
    from same
    where not is_same
    group by service_id, activity_key
),
since_when as (
    select s.service_id, s.activity_key, min(s.day) as since
    from same s
    left join other o on o.service_id = s.service_id and o.activity_key = s.activity_key
    where o.other_on is null or s.day > o.other_on
    group by s.service_id, s.activity_key
)
select f.service_id, f.activity_key, f.agreement_id, f.level_current as level, f.level_target as target, w.since,
    cast($as_of as date) - w.since as held_days
from in_force f
join since_when w on w.service_id = f.service_id and w.activity_key = f.activity_key
