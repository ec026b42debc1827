-- Reviews by service: a team's meeting speaks for all services of the team, the company's for all.
select d.review_id, d.kind, d.slo_id, d.held_on, d.attendee_count, d.dev_attendee_count, d.business_attended,
       d.decisions_count, d.minutes_url, d.source_ref, s.service_id, s.scope
from reviews d
join service_scopes s
    on s.scope = case when d.service_id is not null then 'service' when d.team_id is not null then 'team'
        else 'company' end
    and s.whose = coalesce(d.service_id, d.team_id, '')
