select service_id,
    count(*) as events,
    count(fits) as decided,
    count(case when fits then 1 end) as conforming,
    count(case when fits then 1 end) * 1.0 / nullif(count(fits), 0) as share,
    round(count(case when fits then 1 end) * 1.0 / count(*), 9) as share_at_least,
    round(count(case when coalesce(fits, true) then 1 end) * 1.0 / count(*), 9) as share_at_most
from evidence
group by grouping sets ((service_id), ())  -- each service, and the organization
having (service_id is not null or grouping(service_id) = 1) and count(*) >= 1
