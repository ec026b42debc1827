select service_id, what, id, happened_at, team, party, fits, source_ref
from infra_work_by_phase
where phase = 'infra-work'
