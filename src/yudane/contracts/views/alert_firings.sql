-- Firings of alerts in the last 365 days: one row each, however many messages told of it.
with told as (  -- what any message said as bits of one number: adding them up once is faster than counting each
    select n.service_id, n.fingerprint, n.starts_at,
           bit_or(case n.severity when 'page' then 1 when 'ticket' then 2 else 0 end
               + case when n.severity = 'info' then 0
                      when n.recipient_team_id = s.team_id then 4
                      when n.recipient_team_id is null or s.team_id is null then 8 else 0 end
               + case n.disposition when 'actionable' then 16 when 'not_actionable' then 32 when 'duplicate' then 64
                      else 0 end) as said,
           min(n.rule_id) as rule_id, count(*) as notifications, max(n.ends_at) as ended_at,
           min(n.acknowledged_at) as answered_at, min(n.escalated_at) as escalated_at,
           min(n.incident_id) as incident_id, min(n.source_ref) as source_ref
    from alert_notifications n
    join services s on s.service_id = n.service_id
    where n.starts_at >= $as_of - interval 365 day and n.starts_at < $as_of
    group by n.service_id, n.fingerprint, n.starts_at
)
select service_id, fingerprint, starts_at,
       case when said & 1 > 0 then 'page' when said & 2 > 0 then 'ticket' else 'info' end as severity,
       rule_id, notifications, ended_at, answered_at, escalated_at,
       case when said & 4 > 0 then true when said & 8 = 0 then false end as reached_team,
       case when said & 16 > 0 then 'actionable' when said & 32 > 0 then 'not_actionable'
            when said & 64 > 0 then 'duplicate' else 'unknown' end as disposition,
       incident_id, source_ref
from told
