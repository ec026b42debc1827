-- Postmortems by service: each speaks for the service it is filed under and for every service its incident concerns.
with concerned as (
    select postmortem_id, service_id from postmortems
    union
    select p.postmortem_id, i.service_id
    from postmortems p
    join incidents i on i.incident_id = p.incident_id
)
select p.postmortem_id, p.incident_id, p.status, p.draft_completed_at, p.meeting_held_on,
       p.reviewed_at, p.published_at, p.audience, p.sections_present, p.impact_quantified, p.blameless_checked, p.url,
       p.no_action_reason, p.drill_id, p.source_ref, c.service_id
from concerned c
join postmortems p on p.postmortem_id = c.postmortem_id
