with in_force as (  -- as in cost.budget
    select b.service_id,
        b.owner_team_id is not null and (b.owner_team_id = s.team_id or b.owner_team_id = s.business_unit_id) as is_ours
    from budgets b
    join services s on s.service_id = b.service_id
    where b.amount > 0 and cast(b.period_start as timestamp) <= $as_of and cast(b.period_end as timestamp) >= $as_of
),
budgeted as (  -- one is enough; null: one may be
    select service_id, max(case when is_ours then 2 when is_ours is null then 1 else 0 end) as ours
    from in_force
    group by service_id
),
judged as (
    select a.service_id, a.anomaly_id, a.scope, a.detected_at, a.impact_amount, a.currency, a.routed_team_id,
        a.routed_team_id is not null and a.routed_team_id = s.team_id as is_told,
        case coalesce(b.ours, 0) when 2 then true when 0 then false end as is_budgeted, a.source_ref
    from cost_anomalies_for_services a
    join services s on s.service_id = a.service_id
    left join budgeted b on b.service_id = a.service_id
    where a.detected_at >= $as_of - interval 90 day
)
select *, is_told and is_budgeted as fits from judged
