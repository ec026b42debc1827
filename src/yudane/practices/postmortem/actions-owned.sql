with items as (
  select source_id as postmortem_id, count(*) as items,
    count(*) filter (
      where (owner_team_id is not null or owner_person_id is not null) and due_on is not null
    ) as owned_items
  from action_items
  where source_kind = 'postmortem'
  group by source_id
),
evidence as (
  select p.service_id, p.postmortem_id, p.incident_id, p.status, p.reviewed_at, p.no_action_reason, p.url, p.source_ref,
    coalesce(a.items, 0) as items, coalesce(a.owned_items, 0) as owned_items,
    -- with items these decide; without, a given reason does
    coalesce(a.items = a.owned_items, trim(p.no_action_reason) <> '', false) as is_owned
  from postmortems_for_services p
  left join items a on a.postmortem_id = p.postmortem_id
  where p.status in ('reviewed', 'closed')
    and p.reviewed_at >= $as_of - interval 180 day
    and p.reviewed_at < $as_of
)
select service_id,
  count(*) as reviewed_postmortems,
  count(*) filter (where is_owned) as owned_postmortems,
  cast(sum(items - owned_items) as bigint) as unowned_items,
  count(*) filter (where items = 0 and not is_owned) as postmortems_without_items,
  count(*) filter (where is_owned) * 1.0 / count(*) as owned_share
from evidence
group by service_id
having count(*) >= $min_n
