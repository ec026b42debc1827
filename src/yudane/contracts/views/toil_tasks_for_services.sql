-- The toil list by service: all tasks of a team, whichever of its services they are done for, speak for each of them.
select t.toil_task_key, t.title, t.service_id as task_service_id, t.runs_per_month, t.minutes_per_run,
       t.runs_per_month * t.minutes_per_run as minutes_per_month, t.status,
       t.status not in ('automated', 'eliminated') as is_open, t.accepted_reason, t.owner_team_id, t.planned_quarter,
       t.expected_saving_min_per_month, t.last_reviewed_on, t.closed_on, t.source_ref, s.service_id
from toil_tasks t join services s on s.team_id = t.team_id
