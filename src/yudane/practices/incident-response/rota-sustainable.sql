with evidence as (
    select service_id, schedule_id, shift_id, role, person_id,
        greatest(starts_at, $as_of - interval 90 day) as from_at,
        least(ends_at, $as_of) as until_at,
        source_ref
    from oncall_shifts
    where role in ('primary', 'secondary') and ends_at > starts_at
        and starts_at < $as_of and ends_at > $as_of - interval 90 day
),
stretches as (  -- what each shift adds to the person's shifts before it
    select service_id, person_id, until_at,
        greatest(from_at, coalesce(max(until_at) over (partition by service_id, person_id order by from_at, until_at
            rows between unbounded preceding and 1 preceding), from_at)) as from_at
    from evidence
),
loads as (
    select service_id, person_id, sum(extract(epoch from (until_at - from_at))) / (90 * 86400) as share
    from stretches
    where from_at < until_at
    group by service_id, person_id
),
rotas as (
    select service_id, count(*) as people_on_call, max(share) as highest_share
    from loads
    group by service_id
)
select
    r.service_id,
    r.people_on_call,
    r.highest_share,
    t.site_count as sites,
    case when t.site_count >= 2 then t.site_count * $per_site when t.site_count < 2 then $single_site end as people_needed
from rotas r
join services s on s.service_id = r.service_id
left join teams t on t.team_id = s.team_id
