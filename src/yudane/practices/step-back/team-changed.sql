with merges as (
    select entity_id as was, becomes
    from catalog_moves
    where kind = 'merge' and entity_kind = 'team' and withdrawn_at is null
),
merged as (  -- teams that became one are called by the one, also where that went into another, up to four times
    select m.was, coalesce(p.becomes, o.becomes, n.becomes, m.becomes) as is_now
    from merges m
    left join merges n on n.was = m.becomes
    left join merges o on o.was = n.becomes
    left join merges p on p.was = o.becomes
),
members as (
    select coalesce(g.is_now, p.team_id) as member_of, p.person_id, p.since, p.until
    from memberships p
    left join merged g on g.was = p.team_id
    where p.role <> 'signs'
),
signed as (
    select d.service_id, d.activity_key, coalesce(g.is_now, d.team_id, s.team_id) = s.team_id as by_owner,
        coalesce(cast(d.effective_at as date), d.effective_from) as signed_on
    from delegations d
    join services s on s.service_id = d.service_id
    left join merged g on g.was = d.team_id
    where d.decision_area = '' and d.agreement_id <> '' and d.effective_from <= $as_of
),
agreed as (  -- where a level is in force: when this team last agreed to it, and when another did
    select f.service_id, f.activity_key, f.level as delegation,
        max(case when a.by_owner then a.signed_on end) as agreed_on,
        max(case when not a.by_owner then a.signed_on end) as agreed_by_other_on
    from delegation_in_force f
    join signed a on a.service_id = f.service_id and a.activity_key = f.activity_key
    group by f.service_id, f.activity_key, f.level
),
transfers as (
    select entity_id, max(effective_on) as transferred_on
    from catalog_moves
    where kind = 'transfer' and entity_kind = 'service' and withdrawn_at is null and effective_on <= $as_of
    group by entity_id
),
corrections as (  -- of who owns a service: may have been a transfer
    select entity_id, max(cast(coalesce(withdrawn_at, edited_at) as date)) as corrected_on
    from catalog_edits
    where entity_kind = 'service' and field = 'team_id'
        and coalesce(withdrawn_at, edited_at) < $as_of + interval 1 day
    group by entity_id
),
changes as (
    select a.service_id, a.activity_key, a.delegation, a.agreed_on, a.agreed_by_other_on, t.transferred_on,
        greatest(cast($as_of - $team_days * interval 1 day as date), a.agreed_on) as compared_with,
        t.transferred_on is not null and coalesce(t.transferred_on > a.agreed_on, true) as is_transferred,
        a.agreed_by_other_on is not null and coalesce(a.agreed_by_other_on > a.agreed_on, true)
            and coalesce(a.agreed_by_other_on > t.transferred_on, true) as is_others,
        c.corrected_on >= $as_of - $transfer_days * interval 1 day
            and coalesce(c.corrected_on > a.agreed_on, true) as is_corrected
    from agreed a
    left join transfers t on t.entity_id = a.service_id
    left join corrections c on c.entity_id = a.service_id
),
people_then as (  -- and who of them is still there
    select c.service_id, c.activity_key, c.compared_with, m.person_id,
        count(n.person_id) > 0 as is_there
    from changes c
    join services s on s.service_id = c.service_id
    join members m on m.member_of = s.team_id and m.since <= c.compared_with
        and (m.until is null or m.until > c.compared_with)
    left join members n on n.member_of = s.team_id and n.person_id = m.person_id and n.since <= $as_of
        and (n.until is null or n.until > $as_of)
    group by c.service_id, c.activity_key, c.compared_with, m.person_id
),
counted as (
    select service_id, activity_key, count(*) as members_then, count(case when not is_there then 1 end) as members_gone
    from people_then
    group by service_id, activity_key
),
evidence as (
    select c.service_id, c.activity_key, c.delegation, c.agreed_on, c.compared_with,
        -- null: it went to this team after another had agreed, or was corrected, and nobody can tell when or why
        case when c.is_others
                then case when c.agreed_by_other_on >= $as_of - $transfer_days * interval 1 day then true end
            when c.is_transferred and c.transferred_on >= $as_of - $transfer_days * interval 1 day then true
            when c.is_corrected then null
            else false end as owner_changed,
        case when c.is_others then c.agreed_by_other_on when c.is_transferred then c.transferred_on end
            as owner_changed_on,
        m.members_then, m.members_gone, round(m.members_gone * 1.0 / m.members_then, 9) as gone_share
    from changes c
    left join counted m on m.service_id = c.service_id and m.activity_key = c.activity_key
)
select service_id, activity_key, delegation, agreed_on, compared_with, owner_changed, owner_changed_on, members_then,
    members_gone, gone_share
from evidence
