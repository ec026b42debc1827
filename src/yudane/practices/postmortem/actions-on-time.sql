with due as (
  -- an incident of several services counts as told of the item's own, else of the postmortem's, else as first detected
  select a.service_id, a.action_item_id, a.source_id as postmortem_id, a.priority, i.severity, a.due_on, a.closed_at,
    a.tracker_url, a.source_ref,
    row_number() over (
      partition by a.action_item_id
      order by i.service_id = a.service_id desc, i.service_id = p.service_id desc, i.detected_at, i.service_id
    ) as choice,
    cast(a.due_on as timestamp) as due_at,
    -- limits of urgent items; while the severity is missing both are possible
    case when a.priority in ('P0', 'P1') and coalesce(i.severity, 1) <= 2 then i.detected_at
      + (case i.severity when 2 then $sev2_days else $sev1_days end) * interval 1 day end as earliest_limit,
    case when a.priority in ('P0', 'P1') and coalesce(i.severity, 2) <= 2 then i.detected_at
      + (case i.severity when 1 then $sev1_days else $sev2_days end) * interval 1 day end as latest_limit
  from action_items a
  left join postmortems p on p.postmortem_id = a.source_id
  left join incidents i on i.incident_id = p.incident_id
  where a.source_kind = 'postmortem'
    and cast(a.due_on as timestamp) >= $as_of - interval 180 day
    and cast(a.due_on as timestamp) < $as_of
),
evidence as (
  select service_id, action_item_id, postmortem_id, priority, severity, due_on, closed_at, tracker_url, source_ref,
    -- null: open, and its limit has not come yet
    case when closed_at <= due_at + $grace_days * interval 1 day then true
      when closed_at is not null or due_at + $grace_days * interval 1 day <= $as_of then false end as is_on_time,
    coalesce(closed_at <= latest_limit, false) as is_fast,
    coalesce(closed_at > earliest_limit, closed_at is null and earliest_limit <= $as_of, false) as is_slow,
    closed_at is null and due_at < $as_of - $overdue_days * interval 1 day as is_long_overdue
  from due
  where choice = 1
)
select service_id,
  count(is_on_time) as due_items,
  count(*) filter (where is_on_time) as on_time_items,
  count(*) filter (where is_on_time) * 1.0 / nullif(count(is_on_time), 0) as on_time_share,
  count(*) filter (where is_long_overdue) as long_overdue_items,
  count(*) filter (where (is_fast or is_slow) and severity is not null) as urgent_items,
  count(*) filter (where is_fast and severity is not null) as fast_items,
  -- an item of an ungraded incident counts against the lower share and for the higher one
  count(*) filter (where is_fast and severity is not null) * 1.0
    / nullif(count(*) filter (where is_slow or is_fast and severity is not null), 0) as lowest_fast_share,
  count(*) filter (where is_fast) * 1.0
    / nullif(count(*) filter (where is_fast or is_slow and severity is not null), 0) as highest_fast_share
from evidence
group by service_id
having count(is_on_time) >= $min_n
