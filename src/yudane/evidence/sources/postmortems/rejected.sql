select origin, line, 'not_a_postmortem' as problem, '' as detail
from pm_papers
where not left_out and origin not in (select origin from pm_usable)
union all
select origin, line, 'word_unknown', 'status: ' || status from pm_usable where status_known is null
union all
select origin, line, 'word_unknown', 'audience: ' || audience from pm_usable where audience_known is null
union all
select origin, line, 'word_unknown', 'blameless: ' || blameless from pm_usable
where blameless is not null and blameless_known is null
union all
select u.origin, u.line, 'day_unreadable', m.field || ': ' || m.text
from pm_usable u
join pm_moments m on m.origin = u.origin
where m.moment is null and m.text is not null and lower(m.text) not in ('true', 'false', 'yes', 'no')
union all
select origin, min(item_line), 'no_day', cast(count(*) as varchar) from pm_items
where created_at is null group by origin
union all
select origin, item_line, 'done_without_day', left(title, 60) from pm_items
where is_done and created_at is not null and try_cast(closed_day as timestamp) is null and updated_at is null
union all
select origin, item_line, 'item_day_unreadable', due from pm_items
where due is not null and try_cast(due_day as date) is null
union all
select origin, item_line, 'priority_unknown', priority from pm_items
where priority is not null and priority_known is null
