select service_id, fingerprint, starts_at, severity, rule_id, answered_at, reached_team as fits, source_ref
from alert_firings
where severity in ('page', 'ticket') and starts_at >= $as_of - interval 90 day
