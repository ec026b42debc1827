-- Requests with the business time from the asking until the first answer and until the end, or until as_of.
-- Those that ended more than 400 days ago are left out, to stay fast over years of requests.
with told as (
    select r.request_id, r.request_type, r.service_id, r.requester_team_id, r.assignee_team_id, r.status, r.related_ref,
           r.source_ref, r.created_at, least(r.first_response_at, r.completed_at) as answered_at, r.completed_at
    from requests r
    left join services s on s.service_id = r.service_id
    where r.created_at < $as_of and (r.completed_at is null or r.completed_at >= $as_of - interval 400 day)
      and (r.service_id is null or s.service_id is not null)
),
reckoned as (  -- each moment as the business hours of the calendar that came before it
    select t.*, c.lacking_before as created_lacking, a.lacking_before as answered_lacking,
           e.lacking_before as completed_lacking, n.lacking_before as seen_lacking,
           c.hours_before + extract(epoch from (least(greatest(t.created_at, c.opens_at), c.closes_at) - c.opens_at))
               / 3600.0 as created_hours,
           a.hours_before + extract(epoch from (least(greatest(t.answered_at, a.opens_at), a.closes_at) - a.opens_at))
               / 3600.0 as answered_hours,
           e.hours_before + extract(epoch from (least(greatest(t.completed_at, e.opens_at), e.closes_at) - e.opens_at))
               / 3600.0 as completed_hours,
           n.hours_before + extract(epoch from (least(greatest($as_of, n.opens_at), n.closes_at) - n.opens_at))
               / 3600.0 as seen_hours
    from told t
    left join business_clock c
        on c.utc_day = cast(t.created_at as date) and t.created_at >= c.starts_at and t.created_at < c.ends_at
    left join business_clock a
        on a.utc_day = cast(t.answered_at as date) and t.answered_at >= a.starts_at and t.answered_at < a.ends_at
    left join business_clock e
        on e.utc_day = cast(t.completed_at as date) and t.completed_at >= e.starts_at and t.completed_at < e.ends_at
    left join business_days n on $as_of >= n.starts_at and $as_of < n.ends_at
),
timed as (
    select *, case when answered_lacking = created_lacking
               then round(greatest(answered_hours - created_hours, 0), 6) end as answer_hours,
           case when completed_lacking = created_lacking
               then round(greatest(completed_hours - created_hours, 0), 6) end as completion_hours,
           case when seen_lacking = created_lacking
               then round(greatest(seen_hours - created_hours, 0), 6) end as age_hours,
           round(case when answered_at is null then seen_hours else answered_hours end - created_hours, 6) as waited,
           case when answered_at is null then seen_lacking else answered_lacking end - created_lacking as lacking
    from reckoned
)
select request_id, request_type, service_id, requester_team_id, assignee_team_id, status, related_ref, source_ref,
       created_at, answered_at, completed_at, case when waited is not null then greatest(waited, 0) end as waited_hours,
       greatest(lacking, 0) as lacking_days, answer_hours, age_hours,
       answer_hours / ($business_hours_end - $business_hours_start) as answer_days,
       completion_hours / ($business_hours_end - $business_hours_start) as completion_days,
       age_hours / ($business_hours_end - $business_hours_start) as age_days
from timed
