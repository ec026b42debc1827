with services as (  -- whom a document is about, as its rows say
  select distinct origin, service_name from pm_per_service
),
items as (
  select i.*, s.service_name
  from pm_items i join services s on s.origin = i.origin and (i.service is null or s.service_name = i.service)
  union all
  select i.*, i.service
  from pm_items i
  where i.service is not null and (i.origin, i.service) not in (select (origin, service_name) from services)
)
select origin, line, 'not_a_postmortem' as problem, '' as detail, null as service_id
from pm_papers
where not left_out and origin not in (select origin from pm_usable) and origin not in (select origin from pm_broken)
union all
select origin, line, 'postmortem_unclear', '', service_name
from pm_broken
union all
select u.origin, u.line, 'word_unknown', w.field || ': ' || w.word, s.service_name
from pm_usable u
join services s on s.origin = u.origin
join (
  select origin, 'status' as field, status as word from pm_usable where status_known is null
  union all
  select origin, 'audience', audience from pm_usable where audience_known is null
  union all
  select origin, 'blameless', blameless from pm_usable where blameless is not null and blameless_known is null
) w on w.origin = u.origin
union all
select u.origin, u.line, 'day_unreadable', m.field || ': ' || m.text, s.service_name
from pm_usable u
join services s on s.origin = u.origin
join pm_moments m on m.origin = u.origin
where m.moment is null and m.field not in ('started', 'detected', 'recovered') and m.text is not null and lower(m.text) not in ('true', 'false', 'yes', 'no')
union all
select u.origin, u.line, 'time_unreadable', t.text, s.service_name
from pm_usable u
join services s on s.origin = u.origin
join pm_times t on t.origin = u.origin
where t.minutes is null
union all
select origin, min(item_line), 'no_day', cast(count(*) as varchar), service_name from items
where created_at is null group by origin, service_name
union all
select origin, item_line, 'done_without_day', left(title, 60), service_name from items
where is_done and created_at is not null and try_cast(closed_day as timestamp) is null and updated_at is null
union all
select origin, item_line, 'item_day_unreadable', due, service_name from items
where due is not null and try_cast(due_day as date) is null
union all
select origin, item_line, 'priority_unknown', priority, service_name from items
where priority is not null and priority_known is null
