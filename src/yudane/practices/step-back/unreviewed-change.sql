with reviews_done as (  -- reviews that came to an end, not requests turned down
    select service_id, request_id, completed_at
    from requests
    where request_type in ('design_review', 'infra_review') and completed_at < $as_of
        and (status <> 'rejected' or review_outcome is not null)
),
evidence as (  -- what nobody judged as large or small may need one, and what nobody is named for may be the team's
    select c.service_id, c.infra_change_id, c.applied_at, c.method, c.is_major, c.actor_team_id, c.review_request_id,
        case when c.actor_team_id is not null then coalesce(t.kind <> 'sre_company', true) end as is_teams,
        coalesce(max(case when c.review_request_id is not null then n.completed_at < c.applied_at
            else r.completed_at < c.applied_at and r.completed_at >= c.applied_at - $valid_days * interval 1 day
            end), false) as is_reviewed, c.source_ref
    from infra_changes c
    join services s on s.service_id = c.service_id
    left join teams t on t.team_id = c.actor_team_id
    left join reviews_done n on n.request_id = c.review_request_id
    left join reviews_done r on r.service_id = c.service_id
    where c.applied_at >= $as_of - $days * interval 1 day and c.applied_at < $as_of and c.is_major is not false
        and coalesce(c.applied_at >= s.production_since, true) and coalesce(t.kind <> 'sre_company', true)
    group by c.service_id, c.infra_change_id, c.applied_at, c.method, c.is_major, c.actor_team_id, c.review_request_id,
        t.kind, c.source_ref
)
select service_id,
    count(case when is_major and is_teams then 1 end) as large_changes,
    count(case when is_major and is_teams and not is_reviewed then 1 end) as unreviewed_changes,
    count(case when not is_reviewed and not coalesce(is_major and is_teams, false) then 1 end) as unclear_changes,
    max(case when is_major and is_teams and not is_reviewed then applied_at end) as last_unreviewed_at
from evidence
group by service_id
