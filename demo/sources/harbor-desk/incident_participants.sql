select origin, line,
  body->>'$.key' as incident_id,
  person->>'$.who' as person_id,
  person->>'$.team' as team_id,
  case person->>'$.as' when 'repair' then 'ops' when 'captain' then 'commander' when 'voice' then 'comms'
    else 'observer' end as role,
  person->>'$.minutes' as minutes
from (select origin, line, position, body, unnest(body->'$.people[*]') as person from documents)
where body->>'$.type' = 'incident'
order by position
