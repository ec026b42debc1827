-- Reviews by service: a team's meeting speaks for all services of the team, the company's for all.
select d.review_id, d.kind, d.team_id as review_team_id, d.slo_id, d.held_on, d.attendee_count,
       d.dev_attendee_count, d.business_attended, d.decisions_count, d.minutes_url, d.source_ref,
       s.service_id, 'service' as scope
from reviews d join services s on s.service_id = d.service_id
union all
select d.review_id, d.kind, d.team_id as review_team_id, d.slo_id, d.held_on, d.attendee_count,
       d.dev_attendee_count, d.business_attended, d.decisions_count, d.minutes_url, d.source_ref,
       s.service_id, 'team' as scope
from reviews d join services s on s.team_id = d.team_id
where d.service_id is null
union all
select d.review_id, d.kind, d.team_id as review_team_id, d.slo_id, d.held_on, d.attendee_count,
       d.dev_attendee_count, d.business_attended, d.decisions_count, d.minutes_url, d.source_ref,
       s.service_id, 'company' as scope
from reviews d cross join services s
where d.service_id is null and d.team_id is null
