select origin, line, 'line_unknown' as problem, left(cast(body as varchar), 60) as detail
from documents
where coalesce(body->>'$.card', '-') not in ('agreement', 'poker', 'ideal') and (body->>'$."活動"') is null
