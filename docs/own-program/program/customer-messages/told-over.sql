with over as (
    select service_id, incident_id, min(sent_at) as told_at
    from customer_messages
    where kind = 'over'
    group by service_id, incident_id
),
evidence as (
    select i.service_id, i.incident_id, i.detected_at, i.closed_at, o.told_at, i.source_ref
    from incidents i
    left join over o on o.service_id = i.service_id and o.incident_id = i.incident_id
    where i.customer_visible and i.closed_at is not null and i.detected_at >= $as_of - interval 180 day
)
select service_id, count(*) as visible, count(*) filter (where told_at is null) as silent
from evidence
group by service_id
