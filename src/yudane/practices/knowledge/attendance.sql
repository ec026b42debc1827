with evidence as (
    select cast(null as varchar) as service_id, a.training_id, t.title, t.held_on, a.person_id, a.attended as fits,
        a.source_ref
    from trainings t
    join training_attendance a on a.training_id = t.training_id
    where t.held_on >= $as_of - interval 90 day and t.held_on < $as_of
)
select cast(null as varchar) as service_id,
    count(*) as events,
    count(fits) as decided,
    count(case when fits then 1 end) as conforming,
    count(case when fits then 1 end) * 1.0 / nullif(count(fits), 0) as share,
    round(count(case when fits then 1 end) * 1.0 / count(*), 9) as share_at_least,
    round(count(case when coalesce(fits, true) then 1 end) * 1.0 / count(*), 9) as share_at_most
from evidence
having count(*) > 0
