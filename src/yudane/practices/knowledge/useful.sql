with evidence as (
    select cast(null as varchar) as service_id, a.training_id, t.title, t.held_on, a.rating, a.source_ref
    from trainings t
    join training_attendance a on a.training_id = t.training_id
    where t.held_on >= $as_of - interval 90 day and t.held_on < $as_of and a.rating is not null
)
select cast(null as varchar) as service_id, count(*) as answers, count(distinct training_id) as sessions,
    median(rating) as rating_median
from evidence
having count(*) >= $min_n
