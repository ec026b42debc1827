-- Whose word counts for a service: its own, its team's, and the whole company's, whose name is empty.
select service_id, 'service' as scope, service_id as whose from services
union all
select service_id, 'team', team_id from services where team_id is not null
union all
select service_id, 'company', '' from services
