with evidence as (
    select
        i.service_id,
        i.incident_id,
        coalesce(i.declared_at, i.detected_at) as happened_at,
        i.severity,
        i.lead_team_id,
        i.lead_team_id = s.team_id as led_by_own_team,
        s.team_id is null as team_unsaid,
        count(i.lead_team_id) over (partition by i.service_id, i.lead_team_id) as led_by_same_team,
        i.source_ref
    from incidents i
    join services s on s.service_id = i.service_id
    where coalesce(i.declared_at, i.detected_at) >= $as_of - interval 180 day
        and coalesce(i.declared_at, i.detected_at) < $as_of
)
select
    service_id,
    count(*) as incident_count,
    count(case when led_by_own_team then 1 end) as led_incidents,
    count(case when led_by_own_team is null then 1 end) as incidents_without_lead,
    count(case when led_by_own_team then 1 end) * 1.0 / count(*) as led_share,
    -- without a team in the catalog it could be the one that led most
    case when count(case when team_unsaid then 1 end) > 0 then max(led_by_same_team) + count(*) - count(lead_team_id)
        else count(case when coalesce(led_by_own_team, true) then 1 end) end * 1.0 / count(*) as led_share_at_most
from evidence
group by service_id
having count(*) >= $min_n
