with told as (
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
),
sound as (
    -- those Backstage would take: by its rules for kinds, names and namespaces, and not a template's placeholders
    select *, lower(kind || ':' || namespace || '/' || name) as ref,
           case when lower(namespace) = 'default' then name else namespace || '/' || name end as id
    from told
    where len(wrong) = 0 and len(missing) = 0
      and regexp_full_match(kind, '[A-Za-z][A-Za-z0-9]*')
      and (kind in ('Component', 'API', 'Group', 'User', 'Resource', 'System', 'Domain', 'Location', 'Template')
           or lower(kind) not in ('component', 'api', 'group', 'user', 'resource', 'system', 'domain', 'location',
                                  'template'))
      and regexp_full_match(name, '[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?')
      and regexp_full_match(namespace, '[A-Za-z0-9]+(-+[A-Za-z0-9]+)*') and length(namespace) <= 63
      and not contains(concat_ws(' ', body->>'$.spec.type', body->>'$.spec.lifecycle', body->>'$.spec.owner'), '{{')
),
entities as (
    -- the first of each kind, namespace and name stands
    select * from sound qualify row_number() over (partition by ref order by origin, line, position) = 1
),
components as (
    -- services with what their annotations say
    select *, map_from_entries(list_filter(
                  map_entries(try_cast(body->'$.metadata.annotations' as map(varchar, json))),
                  lambda note: json_type(note.value) not in ('OBJECT', 'ARRAY', 'NULL'))) as said
    from entities where kind = 'Component'
),
names as (
    -- what other systems call a service
    select distinct position, id, system, trim(name) as name
    from (
        select position, id, 'backstage' as system, ref as name from components
        union all select position, id, 'backstage', body->>'$.metadata.title' from components
        union all select position, id, 'github', said['github.com/project-slug']->>'$' from components
        union all select position, id, 'gitlab', said['gitlab.com/project-slug']->>'$' from components
        union all select position, id, 'pagerduty', said['pagerduty.com/service-id']->>'$' from components
        union all select position, id, 'kubernetes', said['backstage.io/kubernetes-id']->>'$' from components
        union all select position, id, 'sentry', said['sentry.io/project-slug']->>'$' from components
        union all select position, id, 'jenkins', said['jenkins.io/job-full-name']->>'$' from components
        union all  -- a selector for one tag names that tag; any other selector stands as it is
        select position, id, 'opsgenie',
               coalesce(nullif(regexp_extract(selector, '^\s*tags?\s*[:=]\s*"?([^"]+?)"?\s*$', 1), ''), selector)
        from (select position, id, said['opsgenie.com/component-selector']->>'$' as selector from components)
        union all  -- names of alerts; `all` is not one
        select position, id, 'prometheus', alert
        from (select position, id, unnest(string_split(said['prometheus.io/alert']->>'$', ',')) as alert
              from components)
        where lower(trim(alert)) <> 'all'
        union all  -- metrics and recorded rules by name, before `|`; expressions name nothing
        select position, id, 'prometheus', regexp_extract(rule, '^\s*([A-Za-z_:][A-Za-z0-9_:]*)\s*([|].*)?$', 1)
        from (select position, id, unnest(string_split(regexp_replace(regexp_replace(regexp_replace(
                         said['prometheus.io/rule']->>'$', '\{[^{}]*\}', '{}', 'g'), '\([^()]*\)', '()', 'g'),
                         '\([^()]*\([^()]*\)[^()]*\)', '()', 'g'), ',')) as rule
              from components)
        union all
        select position, id, lower(trim(split_part(pair, '=', 1))), regexp_extract(pair, '=(.*)$', 1)
        from (select position, id, unnest(string_split_regex(said['yudane.dev/names']->>'$', '[,、，]')) as pair
              from components)
        where contains(pair, '='))
    where trim(name) <> '' and system <> ''
),
doubtful as (
    -- names, ignoring case, that several services claim: they point at none
    select system, lower(name) as name, min(position) as position, min_by(name, position) as written from names
    group by system, lower(name) having count(distinct id) > 1
)
select e.origin, e.line, e.ref as source_ref, n.system, n.name, e.id as service_id
from names n
join components e using (position)
where (n.system, lower(n.name)) not in (select (system, name) from doubtful)
order by e.position, n.system, n.name
