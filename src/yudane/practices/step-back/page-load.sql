with shifts as (  -- a slot has 12 hours; what is left at the end is a slot from 6 hours on
    select schedule_id, shift_id, min(starts_at) as begins, max(ends_at) as ends,
        greatest(1, floor((extract(epoch from (max(ends_at) - min(starts_at))) + 21600) / 43200)) as parts
    from oncall_shifts
    where role = 'primary' and ends_at > starts_at and starts_at < $as_of and ends_at > $as_of - interval 60 day
    group by schedule_id, shift_id
),
bounds as (  -- the slots that lie in the two windows
    select *,
        greatest(0, ceil(extract(epoch from ($as_of - interval 60 day - begins)) / 43200)) as first_part,
        case when ends <= $as_of then parts - 1
            else least(parts - 2, floor(extract(epoch from ($as_of - begins)) / 43200) - 1) end as last_part
    from shifts
),
digits as (select digit from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) d(digit)),
numbers as (
    select h.digit * 100 + t.digit * 10 + u.digit as number from digits h cross join digits t cross join digits u
    where h.digit < 2 and h.digit * 100 + t.digit * 10 + u.digit <= 120  -- 60 days hold no more slots
),
ladder as (select n.number as slots, m.number as nth from numbers n cross join numbers m where m.number < n.number),
slots as (
    select b.schedule_id, b.shift_id, b.first_part + l.nth as part,
        b.begins + (b.first_part + l.nth) * interval 12 hour as slot_starts_at
    from bounds b join ladder l on l.slots = b.last_part - b.first_part + 1
),
pages as (
    select schedule_id, starts_at, lag(starts_at) over (partition by schedule_id order by starts_at) as page_before
    from alert_notifications
    where severity = 'page' and schedule_id is not null and starts_at < $as_of
        and starts_at >= $as_of - interval 60 day - $cluster_min * interval 1 minute
),
placed as (
    select b.schedule_id, b.shift_id, count(*) as events,
        least(floor(extract(epoch from (p.starts_at - b.begins)) / 43200), b.parts - 1) as part
    from pages p
    join bounds b on b.schedule_id = p.schedule_id and p.starts_at >= b.begins and p.starts_at < b.ends
    where p.page_before is null or p.starts_at > p.page_before + $cluster_min * interval 1 minute
    group by b.schedule_id, b.shift_id, least(floor(extract(epoch from (p.starts_at - b.begins)) / 43200), b.parts - 1)
),
covered as (
    select distinct service_id, schedule_id from oncall_shifts
    where role = 'primary' and ends_at > starts_at and starts_at < $as_of and ends_at > $as_of - interval 60 day
),
evidence as (
    select c.service_id, s.schedule_id, s.shift_id, s.slot_starts_at, coalesce(p.events, 0) as paging_events,
        s.slot_starts_at >= $as_of - interval 30 day as is_later
    from slots s
    join covered c on c.schedule_id = s.schedule_id
    left join placed p on p.schedule_id = s.schedule_id and p.shift_id = s.shift_id and p.part = s.part
),
loads as (
    select service_id, schedule_id, median(case when not is_later then paging_events end) as calls_earlier,
        median(case when is_later then paging_events end) as calls_later
    from evidence
    group by service_id, schedule_id
),
ranked as (  -- first the rota with the most calls in the better of its two windows
    select *,
        row_number() over (
            partition by service_id
            order by case when calls_earlier <= calls_later then calls_earlier
                when calls_earlier > calls_later then calls_later end desc nulls last, schedule_id) as place
    from loads
),
counted as (
    select service_id, starts_at >= $as_of - interval 30 day as is_later, count(*) as pages,
        count(*) - count(answered_at) as unanswered
    from alert_firings
    where severity = 'page' and starts_at >= $as_of - interval 60 day
        and coalesce(ended_at, $as_of) > starts_at + $longer_than_min * interval 1 minute
    group by service_id, is_later
    having count(*) >= $min_n
),
answers as (
    select service_id,
        max(case when not is_later then round(unanswered * 1.0 / pages, 9) end) as unanswered_earlier,
        max(case when is_later then round(unanswered * 1.0 / pages, 9) end) as unanswered_later
    from counted
    group by service_id
)
select s.service_id, r.calls_earlier, r.calls_later, a.unanswered_earlier, a.unanswered_later
from services s
left join (select * from ranked where place = 1) as r on r.service_id = s.service_id
left join answers a on a.service_id = s.service_id
where r.service_id is not null or a.service_id is not null
