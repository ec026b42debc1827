with lives as (  -- SLOs in force for both windows; a target of 100 % leaves no budget to spend
    select service_id, slo_id
    from slo_terms
    group by service_id, slo_id
    having min(held_from) <= $as_of - 2 * $window_days * interval 1 day and max(budget) > 0
),
spans as (  -- what was bad and what was allowed, by the target of each day; one of 100 % allows nothing and so asks for nothing
    select t.slo_id, floor((cast($as_of as date) - d.day - 1) / $window_days) as windows_ago,
        sum(case when t.budget > 0 then d.total_events - d.good_events end) as bad, sum(t.budget * d.total_events) as allowed
    from slo_terms t
    join slo_days d on d.slo_id = t.slo_id
        and cast(d.day as timestamp) >= t.held_from and cast(d.day as timestamp) < t.held_to
    where d.measured_buckets > 0
        and cast(d.day as timestamp) >= $as_of - 2 * $window_days * interval 1 day
    group by t.slo_id, windows_ago
),
shares as (
    select slo_id, windows_ago, case when allowed = 0 then 0 else round(bad / allowed, 9) end as spent
    from spans
),
windows as (
    select l.service_id, l.slo_id,
        max(case when s.windows_ago = 1 then s.spent end) as spent_earlier,
        max(case when s.windows_ago = 0 then s.spent end) as spent_later
    from lives l
    left join shares s on s.slo_id = l.slo_id
    group by l.service_id, l.slo_id
),
answers as (  -- a freeze from before the windows answers while it lasts
    select slo_id,
        max(case when kind in ('freeze_started', 'policy_action', 'exception_granted') then occurred_at end) as acted_at,
        max(case when kind = 'freeze_started' and occurred_at < $as_of - 2 * $window_days * interval 1 day
            then occurred_at end) as froze_at,
        max(case when kind = 'freeze_lifted' and occurred_at < $as_of - 2 * $window_days * interval 1 day
            then occurred_at end) as lifted_at
    from error_budget_events
    where occurred_at < $as_of
    group by slo_id
),
evidence as (
    select w.service_id, w.slo_id, w.spent_earlier, w.spent_later, a.acted_at,
        coalesce(a.acted_at >= $as_of - 2 * $window_days * interval 1 day, false)
            or a.froze_at is not null and (a.lifted_at is null or a.lifted_at < a.froze_at) as is_answered
    from windows w
    left join answers a on a.slo_id = w.slo_id
),
ranked as (  -- null: a window without a measurement may have spent it
    select *,
        case when spent_earlier > 1 and spent_later > 1 then true
            when spent_earlier <= 1 or spent_later <= 1 then false end as is_spent_twice,
        row_number() over (
            partition by service_id
            order by is_answered, case when spent_earlier < spent_later then spent_earlier else spent_later end
                desc nulls last, slo_id) as place
    from evidence
)
select service_id,
    count(*) as slos,
    count(case when is_spent_twice then 1 end) as spent_twice,
    count(case when is_spent_twice and not is_answered then 1 end) as unanswered,
    count(case when is_spent_twice is null and not is_answered then 1 end) as unclear,
    max(case when place = 1 then slo_id end) as worst_slo,
    max(case when place = 1 then spent_earlier end) as worst_earlier,
    max(case when place = 1 then spent_later end) as worst_later
from ranked
group by service_id
