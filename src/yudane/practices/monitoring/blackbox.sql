with going_on as (
    select service_id, count(*) as open_incidents
    from incidents
    where detected_at < $as_of and resolved_at is null and closed_at is null
    group by service_id
),
evidence as (
    select m.service_id, m.monitor_id, m.last_success_at, coalesce(g.open_incidents, 0) as open_incidents,
        -- the source tells only the newest success, which may be later than as_of
        coalesce(m.last_success_at >= $as_of - $max_age_h * interval 1 hour, false) as succeeds,
        m.source_ref
    from monitors m
    left join going_on g on g.service_id = m.service_id
    where m.kind = 'blackbox' and m.enabled
)
select service_id,
    count(*) as probes,
    count(*) filter (where succeeds) as succeeding_probes,
    count(*) filter (where not succeeds and last_success_at is not null and open_incidents > 0) as explained_probes,
    max(open_incidents) as open_incidents,
    max(last_success_at) as newest_success
from evidence
group by service_id
