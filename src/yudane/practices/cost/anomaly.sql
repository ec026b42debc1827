with evidence as (
  select service_id, anomaly_id, scope, detected_at, acknowledged_at, resolved_at, disposition, disposed_at,
    impact_amount, currency, routed_team_id, source_ref, business_hours,
    -- so many days hold at most so many business days, whatever the calendar says
    case when coalesce(acknowledged_at, $as_of) <= detected_at + $ack_bd * interval 1 day
        or business_hours_at_most <= $ack_bd * ($business_hours_end - $business_hours_start) then true
      when business_hours > $ack_bd * ($business_hours_end - $business_hours_start) then false end as is_in_time,
    coalesce(resolved_at <= detected_at + $close_days * interval 1 day, false)
      or (disposition <> 'unknown'
        and coalesce(disposed_at, detected_at) <= detected_at + $close_days * interval 1 day) as is_closed_in_time
  from cost_anomalies_for_services
),
due as (  -- open ones count from their limit on; where that is not known, they may not count yet
  select service_id,
    acknowledged_at is not null or coalesce(not is_in_time, true) as ack_due,
    acknowledged_at is not null or coalesce(not is_in_time, false) as ack_surely_due,
    is_in_time, is_closed_in_time,
    is_closed_in_time or detected_at + $close_days * interval 1 day <= $as_of as close_due
  from evidence
)
select service_id,
  count(*) as anomalies,
  count(*) filter (where ack_due) as anomalies_to_answer,
  count(*) filter (where ack_due and is_in_time) as answered_in_time,
  round(count(*) filter (where ack_due and is_in_time) * 1.0 / nullif(count(*) filter (where ack_due), 0), 9)
    as answered_share,
  round(count(*) filter (where ack_surely_due and coalesce(is_in_time, true)) * 1.0
    / nullif(count(*) filter (where ack_surely_due), 0), 9) as answered_share_at_most,
  count(*) filter (where close_due) as anomalies_to_close,
  count(*) filter (where is_closed_in_time) as closed_in_time,
  round(count(*) filter (where is_closed_in_time) * 1.0 / nullif(count(*) filter (where close_due), 0), 9)
    as closed_share
from due
group by service_id
having count(*) filter (where ack_due or close_due) > 0
