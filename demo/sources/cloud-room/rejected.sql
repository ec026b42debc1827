select origin, line, 'line_unknown' as problem, left(cast(body as varchar), 60) as detail
from documents
where coalesce(body->>'$.type', '-') not in ('change', 'notice', 'probe') and (body->>'$."ログ"') is null
