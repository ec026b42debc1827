-- those Backstage would take: by its rules for kinds, names and namespaces, and not a template's placeholders
select *, lower(kind || ':' || namespace || '/' || name) as ref,
       case when lower(namespace) = 'default' then name else namespace || '/' || name end as id
from catalog_documents
where len(wrong) = 0 and len(missing) = 0
  and regexp_full_match(kind, '[A-Za-z][A-Za-z0-9]*')
  and (kind in ('Component', 'API', 'Group', 'User', 'Resource', 'System', 'Domain', 'Location', 'Template')
       or lower(kind) not in ('component', 'api', 'group', 'user', 'resource', 'system', 'domain', 'location',
                              'template'))
  and regexp_full_match(name, '[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?')
  and regexp_full_match(namespace, '[A-Za-z0-9]+(-+[A-Za-z0-9]+)*') and length(namespace) <= 63
  and not contains(concat_ws(' ', body->>'$.spec.type', body->>'$.spec.lifecycle', body->>'$.spec.owner'), '{{')
