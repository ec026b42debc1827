with evidence as (
  select service_id, action_item_id, source_id as postmortem_id, priority, due_on, closed_at, tracker_url, source_ref
  from action_items
  where source_kind = 'postmortem'
    and cast(due_on as timestamp) >= $as_of - interval 180 day
    and cast(due_on as timestamp) < $as_of
)
select service_id,
  count(*) as due_items,
  count(closed_at) as closed_items,
  count(closed_at) * 1.0 / count(*) as closed_share
from evidence
group by service_id
having count(*) >= $min_n
