-- every document that says it is Backstage's, with the fields that are of a wrong type or not there
select origin, line, position, body, body->>'$.kind' as kind, body->>'$.metadata.name' as name,
       coalesce(nullif(trim(body->>'$.metadata.namespace'), ''), 'default') as namespace,
       list_filter(['kind', 'metadata.name', 'metadata.namespace', 'metadata.title'] || case body->>'$.kind'
                       when 'Component' then ['spec.type', 'spec.lifecycle', 'spec.owner']
                       when 'Group' then ['spec.type', 'spec.parent']
                       when 'Location' then ['spec.target']
                       when 'API' then ['spec.owner'] when 'Resource' then ['spec.owner']
                       when 'System' then ['spec.owner'] when 'Domain' then ['spec.owner']
                       else [] end,
                   lambda field: json_type(body, '$.' || field) not in ('VARCHAR', 'NULL'))
       || list_filter(['metadata', 'metadata.annotations', 'spec'],
                      lambda field: json_type(body, '$.' || field) not in ('OBJECT', 'NULL'))
       || case when kind = 'Group' and (json_type(body, '$.spec.children') not in ('ARRAY', 'NULL')
               or len(list_filter(json_type(body, '$.spec.children[*]'), lambda item: item <> 'VARCHAR')) > 0)
               then ['spec.children'] else [] end
       || case when kind = 'Group' and (json_type(body, '$.spec.members') not in ('ARRAY', 'NULL')
               or len(list_filter(json_type(body, '$.spec.members[*]'), lambda item: item <> 'VARCHAR')) > 0)
               then ['spec.members'] else [] end
       || case when kind = 'User' and (json_type(body, '$.spec.memberOf') not in ('ARRAY', 'NULL')
               or len(list_filter(json_type(body, '$.spec.memberOf[*]'), lambda item: item <> 'VARCHAR')) > 0)
               then ['spec.memberOf'] else [] end
       || case when kind = 'Location' and (json_type(body, '$.spec.targets') not in ('ARRAY', 'NULL')
               or len(list_filter(json_type(body, '$.spec.targets[*]'), lambda item: item <> 'VARCHAR')) > 0)
               then ['spec.targets'] else [] end as wrong,
       list_filter(['kind', 'metadata.name'] || case
                       when kind is null or kind not in ('Component', 'API', 'Group', 'User', 'Resource', 'System',
                                                         'Domain', 'Location', 'Template') then []
                       when coalesce(json_type(body, '$.spec'), 'NULL') = 'NULL' then ['spec']
                       when kind = 'Component' then ['spec.type', 'spec.lifecycle', 'spec.owner']
                       when kind = 'Group' then ['spec.type']
                       else [] end,
                   lambda field: coalesce(trim(body->>('$.' || field)), '') = '') as missing
from documents
where json_type(body) = 'OBJECT'
  and regexp_full_match(body->>'$.apiVersion', 'backstage\.io/v[0-9]+((alpha|beta)[0-9]+)?')
  and position not in (select position from chart_templates)
