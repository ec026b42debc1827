with evidence as (
    select
        i.service_id,
        i.incident_id,
        coalesce(i.declared_at, i.detected_at) as happened_at,
        i.severity,
        i.impact_started_at,
        i.mitigated_at,
        coalesce(i.mitigated_at, i.resolved_at, i.closed_at) is null as ongoing,
        extract(epoch from (
            coalesce(i.mitigated_at, i.resolved_at, i.closed_at, $as_of) - i.impact_started_at)) / 60 as minutes,
        coalesce(coalesce(i.mitigated_at, i.resolved_at, i.closed_at) < i.impact_started_at, false) as is_backwards,
        case s.tier when 1 then $tier1 when 2 then $tier2 when 3 then $tier3
            else least($tier1, $tier2, $tier3) end as limit_low,
        case s.tier when 1 then $tier1 when 2 then $tier2 when 3 then $tier3
            else greatest($tier1, $tier2, $tier3) end as limit_high,
        i.source_ref
    from incidents i
    join services s on s.service_id = i.service_id
    where coalesce(i.severity, 1) <= 2  -- an ungraded one may be major
        and coalesce(i.declared_at, i.detected_at) >= $as_of - interval 180 day
        and coalesce(i.declared_at, i.detected_at) < $as_of
),
counted as (
    select
        service_id, limit_low, limit_high, minutes, ongoing, is_backwards,
        severity is not null and not (ongoing and coalesce(minutes <= limit_high, true)) and not is_backwards as is_major,
        case when not is_backwards then coalesce(minutes, 0) end as at_best,
        -- impact since nobody knows when
        case when not is_backwards then coalesce(minutes, extract(epoch from $as_of) / 60) end as at_worst
    from evidence
    where not (ongoing and coalesce(minutes <= limit_low, false))  -- the time is not up yet
)
select
    service_id,
    count(case when is_major then 1 end) as major_incidents,
    count(case when not is_major and not is_backwards then 1 end) as ungraded_incidents,
    count(case when is_backwards then 1 end) as backwards_incidents,
    min(case when is_major then minutes end) as shortest_minutes,
    median(case when is_major then minutes end) as median_minutes,
    max(case when is_major then minutes end) as longest_minutes,
    -- medians if everything unsaid (severity, start) turned out well, and if it turned out badly
    median(case when is_major or at_best <= limit_high and not ongoing then at_best end) as median_at_best,
    median(case when is_major or at_worst > limit_low then at_worst end) as median_at_worst,
    max(limit_low) as strictest_limit_minutes,
    max(limit_high) as loosest_limit_minutes
from counted
group by service_id
having count(*) >= $min_n
