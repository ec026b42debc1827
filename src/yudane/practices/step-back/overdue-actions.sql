with told as (
    -- an incident of several services counts as told of the item's own, else of the postmortem's, else as first detected
    select a.service_id, a.action_item_id, a.source_id as postmortem_id, a.priority, i.severity, i.activity_tags, a.due_on,
        cast($as_of as date) - a.due_on as days_late, a.tracker_url, a.source_ref,
        cast(a.due_on as timestamp) < $as_of - $overdue_days * interval 1 day as is_overdue,
        row_number() over (
            partition by a.action_item_id
            order by i.service_id = a.service_id desc, i.service_id = p.service_id desc, i.detected_at, i.service_id
        ) as choice
    from action_items a
    join postmortems p on p.postmortem_id = a.source_id
    join incidents i on i.incident_id = p.incident_id
    where a.source_kind = 'postmortem' and a.priority in ('P0', 'P1') and a.closed_at is null
        and cast(a.due_on as timestamp) >= $as_of - interval 365 day
),
evidence as (  -- of an incident that nobody graded it may be
    select service_id, action_item_id, postmortem_id, priority, severity, activity_tags, due_on, days_late, is_overdue,
        tracker_url, source_ref
    from told
    where choice = 1 and coalesce(severity, 1) = 1
),
concerned as (
    select action_item_id, 'postmortem' as activity_key from evidence
    union
    select action_item_id, unnest(activity_tags) from evidence
)
select e.service_id, c.activity_key,
    count(case when e.severity = 1 then 1 end) as open_items,
    count(case when e.severity = 1 and e.is_overdue then 1 end) as overdue_items,
    count(case when e.severity is null and e.is_overdue then 1 end) as unclear_items,
    max(case when e.severity = 1 and e.is_overdue then e.days_late end) as longest_days
from evidence e
join concerned c on c.action_item_id = e.action_item_id
group by e.service_id, c.activity_key
