select origin, line, 'project_missing' as problem, '' as detail
from documents
where (body->>'$.project') is null or (body->>'$.month') is null
