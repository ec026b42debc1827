-- documents below the templates of a Helm chart: they are made into objects of a cluster and are no entities
select d.position
from documents d
join (
    select distinct regexp_replace(origin, '[^/]*$', '') as folder
    from documents
    where regexp_matches(origin, '(^|[/:])Chart\.ya?ml$') and (body->>'$.apiVersion') in ('v1', 'v2')
      and (body->>'$.name') is not null and (body->>'$.version') is not null
) c on starts_with(d.origin, c.folder || 'templates/')
