with evidence as (
    select service_id, 'alert rule' as what, rule_id as reference, golden_signal, source_ref
    from alert_rules
    where enabled and golden_signal in ('latency', 'traffic', 'errors', 'saturation')
    union all
    select service_id, 'monitor' as what, monitor_id as reference, golden_signal, source_ref
    from monitors
    where enabled and golden_signal in ('latency', 'traffic', 'errors', 'saturation')
),
watched as (
    select service_id,
        count(distinct golden_signal) as signals_watched,
        count(distinct golden_signal) filter (where golden_signal in ('errors', 'latency')) as musts_watched,
        string_agg(distinct golden_signal, ', ' order by golden_signal) as watched
    from evidence
    group by service_id
)
select w.service_id, w.signals_watched, w.musts_watched, w.watched,
    case when s.user_facing = false then $signals_min_internal else $signals_min end as signals_needed,
    w.signals_watched >= $signals_min and w.musts_watched = 2 as enough_for_users,
    w.signals_watched >= $signals_min_internal as enough_inside
from watched w
join services s on s.service_id = w.service_id
