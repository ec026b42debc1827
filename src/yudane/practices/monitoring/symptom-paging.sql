with evidence as (
    select service_id, rule_id, name, kind, source_ref
    from alert_rules
    where enabled and severity = 'page'
),
counted as (
    select service_id,
        count(*) as page_rules,
        count(*) filter (where kind in ('slo_burn', 'symptom')) as symptom_rules,
        count(*) filter (where kind = 'slo_burn') as burn_rules,
        count(*) filter (where kind = 'unknown') as unclear_rules
    from evidence
    group by service_id
    having count(*) >= $min_n
)
select service_id, page_rules, symptom_rules, burn_rules, unclear_rules,
    round(symptom_rules * 1.0 / page_rules, 9) as symptom_share,
    round((symptom_rules + unclear_rules) * 1.0 / page_rules, 9) as symptom_share_at_best,
    round(burn_rules * 1.0 / page_rules, 9) as burn_share,
    round((burn_rules + unclear_rules) * 1.0 / page_rules, 9) as burn_share_at_best
from counted
