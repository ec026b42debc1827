with told as (  -- where no rule of a service names a receiver, the source hardly knows receivers at all
    select r.service_id, r.rule_id, r.severity, r.receiver, r.source_ref, s.team_id = r.owner_team_id as own,
        max(case when coalesce(trim(r.receiver), '') <> '' then 1 else 0 end) over (partition by r.service_id)
            as receivers_told
    from alert_rules r
    join services s on s.service_id = r.service_id
    where r.enabled
),
evidence as (  -- null: may have reached the team
    select service_id, 'firing' as what, fingerprint as reference, severity, starts_at, reached_team as routed,
        source_ref
    from alert_firings
    where severity in ('page', 'ticket') and starts_at >= $as_of - interval 90 day
    union all
    select service_id, 'alert rule' as what, rule_id as reference, severity, cast(null as timestamp) as starts_at,
        case
            when not own then false
            when coalesce(trim(receiver), '') <> '' then own  -- null: owner or team unnamed
            when receivers_told = 1 then false
        end as routed,
        source_ref
    from told
),
counted as (
    select service_id,
        count(*) filter (where what = 'firing') as firings,
        count(*) filter (where what = 'firing' and routed) as routed_firings,
        count(*) filter (where what = 'firing' and routed is null) as unclear_firings,
        count(*) filter (where what = 'alert rule') as rules,
        count(*) filter (where what = 'alert rule' and routed) as routed_rules,
        count(*) filter (where what = 'alert rule' and routed is null) as unclear_rules
    from evidence
    group by service_id
)
select service_id, firings, routed_firings, rules, routed_rules,
    case when firings >= $min_n then round(routed_firings * 1.0 / firings, 9)
        else round(routed_rules * 1.0 / rules, 9) end as routed_share,
    case when firings >= $min_n then round((routed_firings + unclear_firings) * 1.0 / firings, 9)
        else round((routed_rules + unclear_rules) * 1.0 / rules, 9) end as routed_share_at_best
from counted
where firings >= $min_n or rules > 0
