select origin, line, 'line_unknown' as problem, left(cast(body as varchar), 60) as detail
from documents
where (body->>'$.no') is null
