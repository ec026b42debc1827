with evidence as (  -- one row a firing, however many people were told
    select service_id, fingerprint, starts_at, notifications, answered_at, ended_at, escalated_at as passed_on_at,
        source_ref
    from alert_firings
    where severity = 'page' and starts_at >= $as_of - interval 90 day
),
limits as (
    select 1 as class, $timeout_tier1 as timeout, $tier1 as answer_limit
    union all select 2, $timeout_tier2, $tier2
    union all select 3, $timeout_tier3, $tier3
),
candidates as (  -- a service without a tier is tried as each of the three
    select s.service_id, s.tier is null as tier_unsaid, l.class, l.answer_limit,
        l.timeout, l.timeout * interval 1 minute as patience
    from services s
    join limits l on l.class = s.tier or s.tier is null
),
timed as (
    select c.service_id, c.tier_unsaid, c.class, c.answer_limit,
        coalesce(e.answered_at < e.starts_at, false) as is_backwards,
        case
            when e.answered_at < e.starts_at then null
            when e.passed_on_at is not null then 3 * c.timeout
            when coalesce(e.answered_at > e.starts_at + c.patience, true)
                and coalesce(e.ended_at > e.starts_at + c.patience, true) then 3 * c.timeout
            else extract(epoch from (e.answered_at - e.starts_at)) / 60
        end as minutes
    from evidence e
    join candidates c on c.service_id = e.service_id
    where e.answered_at is not null or e.passed_on_at is not null
        or e.starts_at + c.patience < $as_of  -- the others still have time
),
tried as (
    select service_id, tier_unsaid, class, answer_limit, count(minutes) as pages,
        count(case when is_backwards then 1 end) as backwards,
        percentile_disc(0.9) within group (order by minutes) as p90
    from timed
    group by service_id, tier_unsaid, class, answer_limit
)
select
    service_id,
    max(pages) as answerable_pages,
    max(backwards) as backwards_pages,
    max(p90) as answer_p90_minutes,
    max(answer_limit) as answer_limit_minutes,
    max(case when tier_unsaid then 3 else 1 end) as ways_to_judge,
    count(case when pages >= $min_n and p90 <= answer_limit then 1 end) as ways_met,
    count(case when pages >= $min_n and p90 > answer_limit then 1 end) as ways_unmet
from tried
group by service_id
having max(pages + backwards) >= $min_n
