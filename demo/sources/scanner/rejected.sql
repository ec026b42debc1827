select origin, line, 'type_unknown' as problem, coalesce(body->>'$.type', '-') as detail
from documents
where coalesce(body->>'$.type', '-') not in ('thing', 'looks', 'finding', 'order')
