-- Reviews by service: a team's meeting speaks for all services of the team, the company's for all.
select r.review_id, r.kind, r.team_id as review_team_id, r.slo_id, r.held_on, r.attendee_count, r.dev_attendee_count,
       r.business_attended, r.decisions_count, r.minutes_url, r.source_ref, s.service_id,
       case when r.service_id is not null then 'service' when r.team_id is not null then 'team' else 'company' end
           as scope
from reviews r
join services s on s.service_id = r.service_id
    or (r.service_id is null and (r.team_id is null or r.team_id = s.team_id))
