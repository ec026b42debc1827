select origin, line, position, body as object, body->>'$.apiVersion' as api, body->>'$.kind' as kind,
  body->>'$.metadata.name' as name
from documents
