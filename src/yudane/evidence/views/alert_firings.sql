-- Firings of alerts in the last 365 days: one row each, however many messages told of it.
select n.service_id, n.fingerprint, n.starts_at,
       case when count(*) filter (where n.severity = 'page') > 0 then 'page'
            when count(*) filter (where n.severity = 'ticket') > 0 then 'ticket' else 'info' end as severity,
       min(n.rule_id) as rule_id, count(*) as notifications, max(n.ends_at) as ended_at,
       min(n.acknowledged_at) as answered_at, min(n.escalated_at) as escalated_at,
       case when count(*) filter (where n.severity <> 'info' and n.recipient_team_id = s.team_id) > 0 then true
            when count(*) filter (where n.severity <> 'info' and (n.recipient_team_id is null or s.team_id is null)) = 0
            then false end as reached_team,
       case when count(*) filter (where n.disposition = 'actionable') > 0 then 'actionable'
            when count(*) filter (where n.disposition = 'not_actionable') > 0 then 'not_actionable'
            when count(*) filter (where n.disposition = 'duplicate') > 0 then 'duplicate'
            else 'unknown' end as disposition,
       min(n.incident_id) as incident_id, min(n.source_ref) as source_ref
from alert_notifications n
join services s on s.service_id = n.service_id
where n.starts_at >= $as_of - interval 365 day and n.starts_at < $as_of
group by n.service_id, n.fingerprint, n.starts_at
