with addresses as (  -- null: nobody ever tried it
    select url,
        case
            when count(*) filter (where http_status between 200 and 399 or http_status in (401, 403)) > 0 then true
            when count(*) filter (where http_status is null) = 0 then false
        end as opens
    from documents
    group by url
),
evidence as (  -- the address as written, else without the part that names a place in the page
    select r.service_id, r.rule_id, r.name, r.severity, r.runbook_url,
        case
            when coalesce(trim(r.runbook_url), '') = '' then false
            when a.url is not null then a.opens
            when p.url is not null then p.opens
            else false
        end as opens,
        r.source_ref
    from alert_rules r
    left join addresses a on a.url = r.runbook_url
    left join addresses p on p.url = split_part(r.runbook_url, '#', 1)
    where r.enabled and r.severity in ('page', 'ticket')
),
counted as (
    select service_id,
        count(*) filter (where severity = 'page') as page_rules,
        count(*) filter (where severity = 'page' and opens) as pages_linked,
        count(*) filter (where severity = 'page' and opens is null) as pages_unclear,
        count(*) filter (where severity = 'ticket') as ticket_rules,
        count(*) filter (where severity = 'ticket' and opens) as tickets_linked,
        count(*) filter (where severity = 'ticket' and opens is null) as tickets_unclear
    from evidence
    group by service_id
)
-- where there is none of a kind, none lacks its runbook
select service_id, page_rules, pages_linked, ticket_rules, tickets_linked,
    coalesce(round(pages_linked * 1.0 / nullif(page_rules, 0), 9), 1) as page_share,
    coalesce(round((pages_linked + pages_unclear) * 1.0 / nullif(page_rules, 0), 9), 1) as page_share_at_best,
    coalesce(round(tickets_linked * 1.0 / nullif(ticket_rules, 0), 9), 1) as ticket_share,
    coalesce(round((tickets_linked + tickets_unclear) * 1.0 / nullif(ticket_rules, 0), 9), 1) as ticket_share_at_best
from counted
