with evidence as (
    select l.service_id, l.log_source_id, l.log_kind, l.retention_hot_days, l.retention_total_days,
        r.hot_days as hot_days_asked, r.total_days as total_days_asked, r.strict,
        (r.hot_days = 0 or l.retention_hot_days >= r.hot_days) and l.retention_total_days >= r.total_days as fits,
        l.source_ref
    from log_sources l
    join services s on s.service_id = l.service_id
    join retention_rules r on r.log_kind = l.log_kind
),
counted as (
    select service_id,
        count(*) as events,
        count(fits) as decided,
        count(case when fits then 1 end) as conforming,
        count(case when strict then 1 end) as strict_events,
        count(case when strict then fits end) as strict_decided,
        count(case when strict and fits then 1 end) as strict_conforming
    from evidence
    group by grouping sets ((service_id), ())  -- each service, and the organization
    having count(*) > 0
)
select service_id, events, decided, conforming, strict_decided, strict_conforming,
    decided - strict_decided as other_decided,
    conforming - strict_conforming as other_conforming,
    conforming * 1.0 / nullif(decided, 0) as share,
    coalesce(round(strict_conforming * 1.0 / nullif(strict_events, 0), 9), 1) as strict_at_least,
    coalesce(round((strict_events - strict_decided + strict_conforming) * 1.0 / nullif(strict_events, 0), 9), 1)
        as strict_at_most,
    coalesce(round((conforming - strict_conforming) * 1.0 / nullif(events - strict_events, 0), 9), 1) as other_at_least,
    coalesce(round((events - strict_events - (decided - strict_decided) + conforming - strict_conforming) * 1.0
        / nullif(events - strict_events, 0), 9), 1) as other_at_most
from counted
