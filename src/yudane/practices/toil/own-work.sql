with evidence as (  -- by team and kind of work; nobody's own time is shown
    select l.service_id, l.team_id as worked_by, l.category, count(*) as entries, sum(l.minutes) as minutes,
        -- null: the team's, or of somebody who does not count
        case when l.team_id = s.team_id then true when t.kind = 'sre_company' then false end as is_own
    from work_log l
    join services s on s.service_id = l.service_id
    left join teams t on t.team_id = l.team_id
    where l.category in ('toil', 'interrupt', 'oncall_active') and l.minutes > 0
        and l.work_date >= $as_of - interval 90 day and l.work_date < $as_of
        and (s.team_id is null or l.team_id = s.team_id or coalesce(t.kind = 'sre_company', false))
    group by l.service_id, l.team_id, l.category, s.team_id, t.kind
),
counted as (
    select service_id,
        cast(sum(entries) as bigint) as events,
        cast(coalesce(sum(case when is_own is not null then entries end), 0) as bigint) as decided,
        coalesce(sum(case when is_own then minutes end), 0) as own,
        coalesce(sum(case when is_own is not null then minutes end), 0) as known,
        coalesce(sum(case when is_own is null then minutes end), 0) as unclear
    from evidence
    group by grouping sets ((service_id), ())  -- each service, and the organization
    having (service_id is not null or grouping(service_id) = 1) and sum(entries) >= $min_n
)
select service_id, events, decided, round(own / 60.0, 1) as own_hours, round(known / 60.0, 1) as known_hours,
    own * 1.0 / nullif(known, 0) as share,
    case when decided >= $min_n then round(own * 1.0 / known, 9) end as share_at_least,
    case when decided >= $min_n then round((own + unclear) * 1.0 / (known + unclear), 9) end as share_at_most
from counted
