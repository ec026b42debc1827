with evidence as (
    select service_id, fingerprint, rule_id, starts_at, ended_at, answered_at, notifications, source_ref
    from alert_firings
    where severity = 'page' and starts_at >= $as_of - interval 90 day
        and coalesce(ended_at, $as_of) > starts_at + $longer_than_min * interval 1 minute
)
select service_id,
    count(*) as pages,
    count(answered_at) as answered_pages,
    round(count(answered_at) * 1.0 / count(*), 9) as answered_share
from evidence
group by service_id
having count(*) >= $min_n
