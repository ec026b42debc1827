with firings as (  -- a real firing behind an incident shows that the rule works
    select rule_id, max(starts_at) as led_to_incident_at
    from alert_firings
    where rule_id is not null and incident_id is not null and starts_at >= $as_of - interval 365 day
    group by rule_id
),
evidence as (
    select r.service_id, r.rule_id, r.name, r.last_tested_on, f.led_to_incident_at,
        f.led_to_incident_at is not null
            or coalesce(cast(r.last_tested_on as timestamp) >= $as_of - interval 365 day, false) as tested,
        r.source_ref
    from alert_rules r
    left join firings f on f.rule_id = r.rule_id
    where r.enabled and r.severity = 'page'
)
select service_id,
    count(*) as page_rules,
    count(*) filter (where tested) as tested_rules,
    count(*) filter (where tested and led_to_incident_at is not null) as proven_by_incident,
    round(count(*) filter (where tested) * 1.0 / count(*), 9) as tested_share
from evidence
group by service_id
