with evidence as (
    select service_id, activity_key, part_id, decision_id, duty_due_at, duty_late_at < $as_of as is_late, source_ref
    from decisions
    where duty = 'answer' and duty_due_at is not null and duty_done_at is null
)
select service_id, activity_key, count(*) as open_answers, count(case when is_late then 1 end) as late_answers
from evidence
group by service_id, activity_key
