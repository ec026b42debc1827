-- A line holds what one person noted in a month: day, minutes, what for, which chore.
select origin, line,
  md5(concat_ws('/', body->>'$.who', note->>'$[0]', note->>'$[2]')) as entry_id,
  body->>'$.who' as person_id,
  body->>'$.team' as team_id,
  note->>'$[0]' as work_date,
  note->>'$[1]' as minutes,
  note->>'$[2]' as category,
  note->>'$[3]' as toil_task_key,
  'log' as source
from (
  select origin, line, body, unnest(body->'$.notes[*]') as note
  from documents where (body->>'$.type') = 'notes'
)
