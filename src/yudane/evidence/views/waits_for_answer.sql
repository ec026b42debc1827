-- Business hours that requests waited for their first answer; a request done or turned down was answered.
with waits as (
    select request_id, request_type, service_id as about_service_id, requester_team_id, assignee_team_id, created_at,
           least(first_response_at, completed_at) as answered_at, source_ref,
           coalesce(least(first_response_at, completed_at), $as_of) as until_at
    from requests
    where created_at >= $as_of - interval 366 day and created_at < $as_of
),
days as (
    select *, cast((created_at at time zone 'UTC') at time zone $zone as date) as first_day,
           cast((until_at at time zone 'UTC') at time zone $zone as date) as last_day
    from waits
)
select w.request_id, w.request_type, w.about_service_id, w.requester_team_id, w.assignee_team_id, w.created_at,
       w.answered_at,
       -- a day the calendar lacks leaves it empty
       case when f.date is not null and l.date is not null then greatest(0, round(
           l.hours_before + extract(epoch from (least(greatest(w.until_at, l.opens_at), l.closes_at) - l.opens_at)) / 3600.0
           - f.hours_before
           - extract(epoch from (least(greatest(w.created_at, f.opens_at), f.closes_at) - f.opens_at)) / 3600.0,
           6)) end as waited_hours,
       greatest(0, l.lacking_before - f.lacking_before) as lacking_days,
       w.source_ref
from days w
left join business_days f on f.date = w.first_day
left join business_days l on l.date = w.last_day
