-- Requests with the business time from the asking until the first answer and until the end, or until as_of.
-- Those that ended more than 400 days ago are left out, to stay fast over years of requests.
with told as (
    select request_id, request_type, service_id, requester_team_id, assignee_team_id, status, review_outcome,
           review_dimensions, joint_decision, effort_minutes, reopened_count, automatable, related_ref, source_ref,
           created_at, coalesce(least(first_response_at, completed_at), first_response_at, completed_at) as answered_at,
           completed_at
    from requests
    where created_at < $as_of and (completed_at is null or completed_at >= $as_of - interval 400 day)
),
days as (  -- `run` stays the same as long as no day is missing
    select *, row_number() over (order by date) - (date - cast('2000-01-01' as date)) as run from business_days
),
placed as (
    select *, cast((created_at at time zone 'UTC') at time zone $zone as date) as created_on,
           cast((answered_at at time zone 'UTC') at time zone $zone as date) as answered_on,
           cast((completed_at at time zone 'UTC') at time zone $zone as date) as completed_on,
           cast((cast($as_of as timestamp) at time zone 'UTC') at time zone $zone as date) as seen_on
    from told
),
reckoned as (  -- each moment as the business hours of the calendar that came before it
    select p.*, c.run as created_run, a.run as answered_run, e.run as completed_run, n.run as seen_run,
           c.hours_before + extract(epoch from (least(greatest(p.created_at, c.opens_at), c.closes_at) - c.opens_at))
               / 3600.0 as created_hours,
           a.hours_before + extract(epoch from (least(greatest(p.answered_at, a.opens_at), a.closes_at) - a.opens_at))
               / 3600.0 as answered_hours,
           e.hours_before + extract(epoch from (least(greatest(p.completed_at, e.opens_at), e.closes_at) - e.opens_at))
               / 3600.0 as completed_hours,
           n.hours_before + extract(epoch from (least(greatest($as_of, n.opens_at), n.closes_at) - n.opens_at))
               / 3600.0 as seen_hours
    from placed p
    left join days c on c.date = p.created_on
    left join days a on a.date = p.answered_on
    left join days e on e.date = p.completed_on
    left join days n on n.date = p.seen_on
),
timed as (
    select *, case when answered_run = created_run then round(greatest(answered_hours - created_hours, 0), 6) end
               as answer_hours,
           case when completed_run = created_run then round(greatest(completed_hours - created_hours, 0), 6) end
               as completion_hours,
           case when seen_run = created_run then round(greatest(seen_hours - created_hours, 0), 6) end as age_hours
    from reckoned
)
select request_id, request_type, service_id, requester_team_id, assignee_team_id, status, review_outcome,
       review_dimensions, joint_decision, effort_minutes, reopened_count, automatable, related_ref, source_ref,
       created_at, answered_at, completed_at, answer_hours, completion_hours, age_hours,
       answer_hours / ($business_hours_end - $business_hours_start) as answer_days,
       completion_hours / ($business_hours_end - $business_hours_start) as completion_days,
       age_hours / ($business_hours_end - $business_hours_start) as age_days
from timed
