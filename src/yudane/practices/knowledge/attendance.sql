select cast(null as varchar) as service_id, a.training_id, t.title, t.held_on, a.person_id, a.attended as fits,
    a.source_ref
from trainings t
join training_attendance a on a.training_id = t.training_id
where t.held_on >= $as_of - interval 90 day and t.held_on < $as_of
