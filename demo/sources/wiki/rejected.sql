select origin, line, 'line_unknown' as problem, left(cast(body as varchar), 60) as detail
from documents
where (body->>'$.page') is null and (body->>'$.chore') is null
