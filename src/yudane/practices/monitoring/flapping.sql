with pages as (  -- a day more than is counted: a burst may have begun before
    select service_id, fingerprint, rule_id, starts_at, ended_at, answered_at, source_ref,
        answered_at is null and coalesce(ended_at < starts_at + $short_min * interval 1 minute, false) as brief
    from alert_firings
    where severity = 'page' and starts_at >= $as_of - interval 91 day
),
bursts as (  -- from this firing on there are enough within a day
    select service_id, fingerprint, starts_at,
        lead(starts_at, $fires - 1) over (partition by service_id, fingerprint order by starts_at)
            <= starts_at + interval 24 hour as begins_burst
    from pages
    where brief
),
members as (
    select service_id, fingerprint, starts_at,
        max(case when begins_burst then 1 else 0 end) over (partition by service_id, fingerprint order by starts_at
            rows between $fires - 1 preceding and current row) as in_burst
    from bursts
),
evidence as (
    select p.service_id, p.fingerprint, p.rule_id, p.starts_at, p.ended_at, p.answered_at,
        coalesce(m.in_burst, 0) = 1 as flapping, p.source_ref
    from pages p
    left join members m on m.service_id = p.service_id and m.fingerprint = p.fingerprint and m.starts_at = p.starts_at
    where p.starts_at >= $as_of - interval 90 day
)
select service_id,
    count(*) as pages,
    count(*) filter (where flapping) as flapping_pages,
    count(distinct fingerprint) filter (where flapping) as flapping_alerts,
    round(count(*) filter (where flapping) * 1.0 / count(*), 9) as flapping_share
from evidence
group by service_id
having count(*) >= $min_n
