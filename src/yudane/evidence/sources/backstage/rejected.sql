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
),
notes as (
    -- our own annotations, and whether their value can be used (null: there is no such annotation for this kind)
    select position, key, text,
           case when kind = 'Component' then case
                    when key = 'tier' then regexp_full_match(text, '[1-3]')
                    when key in ('user-facing', 'publicly-exposed', 'handles-personal-data', 'in-scope', 'embedded-sre',
                                 'central-commitments')
                    then lower(text) in ('true', 'false', 'yes', 'no')
                    when key = 'on-call-hours' then text in ('24x7', 'business', 'none')
                    when key = 'production-since' then regexp_full_match(text, '(19[7-9]\d|[2-9]\d{3})-\d\d-\d\d')
                                                       and try_cast(text as date) is not null
                    when key in ('critical-journeys', 'cost-scopes', 'business-unit') then text <> ''
                    when key = 'names' then text <> '' and len(list_filter(
                        string_split_regex(text, '[,、，]'),
                        lambda pair: trim(pair) <> '' and not regexp_full_match(pair, '\s*[^=\s][^=]*=.*\S.*'))) = 0
                    end
                when kind = 'Group' then case
                    when key = 'team-kind' then replace(lower(text), '-', '_')
                                                in ('dev', 'sre_company', 'business_unit', 'security', 'other')
                    when key = 'site-count' then regexp_full_match(text, '\d{1,4}')
                    when key = 'headcount' then regexp_full_match(text, '\d{1,6}(\.\d{1,6})?')
                    when key = 'business-unit' then text <> ''
                    end
                end as good
    from (
        select position, kind, substr(note.key, 12) as key,
               case when json_type(note.value) in ('OBJECT', 'ARRAY') then ''
                    else coalesce(trim(note.value->>'$'), '') end as text
        from (select position, kind,
                     unnest(map_entries(try_cast(body->'$.metadata.annotations' as map(varchar, json)))) as note
              from entities)
        where starts_with(note.key, 'yudane.dev/'))
),
links as (
    -- every reference from one entity to another, read as Backstage does: [kind:][namespace/]name, in any case;
    -- what a reference to nothing is called (bare) is its first spelling
    select position, field, nth, kind, ref,
           first_value(case when lower(space) = 'default' then name else space || '/' || name end)
               over (partition by ref order by position, field, nth) as bare
    from (
        select position, field, nth, kind, space, name, lower(kind || ':' || space || '/' || name) as ref
        from (
            select position, field, nth,
                   coalesce(nullif(lower(regexp_extract(said, '^([^:/]+):', 1)), ''), 'group') as kind,
                   coalesce(nullif(regexp_extract(said, '^([^:/]+:)?([^/]+)/', 2), ''), namespace) as space,
                   regexp_replace(said, '^([^:/]+:)?([^/]+/)?', '') as name
            from (
                select position, namespace, 'owner' as field, 1 as nth, trim(body->>'$.spec.owner') as said
                from entities where kind not in ('Group', 'User', 'Location')
                union all
                select position, namespace, 'parent', 1, trim(body->>'$.spec.parent') from entities where kind = 'Group'
                union all
                select position, namespace, 'child', generate_subscripts(said, 1), trim(unnest(said))
                from (select position, namespace, try_cast(body->'$.spec.children' as varchar[]) as said
                      from entities where kind = 'Group')
                union all
                select position, namespace, 'member', generate_subscripts(said, 1), trim(unnest(said))
                from (select position, namespace, try_cast(body->'$.spec.memberOf' as varchar[]) as said
                      from entities where kind = 'User')
                union all
                select position, namespace, 'business-unit', 1, text
                from entities join notes using (position) where key = 'business-unit' and good)
            where said <> ''))
),
persons as (
    -- people of whom one group, and only one, is known
    select e.ref, min(l.ref) as team_ref, min(l.bare) as team
    from entities e join links l on l.position = e.position and l.field = 'member' and l.kind = 'group'
    group by e.ref having count(distinct l.ref) = 1
),
catalog_files as (
    select distinct origin from documents
    where starts_with(lower(body->>'$.apiVersion'), 'backstage.io')
       or regexp_matches(origin, '(^|[/:])catalog-info[^/]*\.ya?ml$')
),
unsound as (
    select d.origin, d.line, d.body, d.body->>'$.apiVersion' as version, d.body->>'$.kind' as kind,
           d.body->>'$.metadata.name' as name, t.namespace, t.wrong, t.missing,
           d.body->>'$.kind' in ('Component', 'API', 'Group', 'User', 'Resource', 'System', 'Domain', 'Location')
               and coalesce(json_type(d.body, '$.metadata'), json_type(d.body, '$.spec')) = 'OBJECT' as known,
           d.origin in (select origin from catalog_files) as in_catalog
    from documents d left join told t using (position)
    where d.position not in (select position from sound)
),
faults as (
    -- why a document is no entity; null: it is none of our business
    select *, case
            when json_type(body) <> 'OBJECT' then case when in_catalog then 'not-object' end
            when coalesce(trim(version), '') = '' then case when known or in_catalog then 'missing-field' end
            when wrong is null and starts_with(lower(version), 'backstage.io') then 'wrong-api-version'
            when wrong is null then case
                when not known or regexp_full_match(version, '([a-z0-9-]+\.)+backstage\.io/v[0-9]+([a-z]+[0-9]+)?')
                then null
                when not contains(version, '/') or contains(lower(version), 'backstage')
                     or levenshtein(lower(split_part(version, '/', 1)), 'backstage.io') <= 3 then 'wrong-api-version'
                end
            when contains(concat_ws(' ', name, namespace, body->>'$.spec.type', body->>'$.spec.lifecycle',
                                    body->>'$.spec.owner'), '{{') then 'template-content'
            when len(wrong) > 0 then 'wrong-type'
            when len(missing) > 0 then 'missing-field'
            when length(name) > 63 then 'name-too-long'
            when not regexp_full_match(name, '[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?') then 'bad-name'
            when not regexp_full_match(namespace, '[A-Za-z0-9]+(-+[A-Za-z0-9]+)*') or length(namespace) > 63
            then 'bad-namespace'
            else 'wrong-kind' end as problem
    from unsound
),
targets as (
    -- what Locations point at: a pattern for `*`, else a path without `.` and `..`
    select origin, line, target, optional, remote,
           list_reduce([''] || string_split(case when starts_with(target, '/') then target
                                                 else regexp_replace(here, '/[^/]*$', '/') || target end, '/'),
                       lambda path, part: case part when '..' then regexp_replace(path, '/[^/]*$', '')
                                                    when '.' then path when '' then path
                                                    else path || '/' || part end) as path
    from (
        select origin, line, trim(target) as target,
               body->>'$.spec.presence' is not distinct from 'optional' as optional,
               regexp_matches(trim(target), '^(url:)?[A-Za-z][A-Za-z0-9+.-]*://') as remote,
               regexp_replace(origin, '^[^:]*:', '') as here
        from (select origin, line, body, unnest([body->>'$.spec.target']
                         || coalesce(try_cast(body->'$.spec.targets' as varchar[]), [])) as target
              from entities where kind = 'Location'))
    where target <> ''
),
files as (
    select list_reduce([''] || string_split(regexp_replace(origin, '^[^:]*:', ''), '/'),
                       lambda path, part: case part when '..' then regexp_replace(path, '/[^/]*$', '')
                                                    when '.' then path when '' then path
                                                    else path || '/' || part end) as path
    from (select distinct origin from documents)
),
patterns as (
    select path, replace(replace(replace(replace(regexp_replace(path, '([][.+^$(){}|?\\])', '\\\1', 'g'),
                         '**/', chr(1)), '**', chr(2)), '*', '[^/]*'), chr(1), '(.*/)?') as pattern
    from (select distinct path from targets where contains(path, '*') and length(path) <= 1000)
),
reached as (
    select path from files
    union
    select p.path from patterns p join files f on regexp_full_match(f.path, replace(p.pattern, chr(2), '.*'))
)
select origin, line, problem, left(detail, 400) as detail from (
    select origin, line, problem, case problem
               when 'not-object' then cast(body as varchar)
               when 'missing-field' then coalesce(array_to_string(missing, ', '), 'apiVersion')
               when 'wrong-type' then array_to_string(wrong, ', ')
               when 'wrong-api-version' then version
               when 'wrong-kind' then kind
               when 'bad-namespace' then namespace
               else concat_ws(' ', kind, case when kind <> 'User' then name end) end as detail
    from faults where problem is not null
    union all
    select s.origin, s.line, 'duplicate-entity',
           case when s.kind <> 'User' then s.ref || ', ' else '' end
               || regexp_replace(e.origin, '^[^:]*:', '') || ':' || e.line
    from sound s join entities e using (ref) where s.position <> e.position
    union all
    select distinct e.origin, e.line, 'unresolved-' || l.field,
           case when l.field = 'member' then l.ref else e.ref || ' → ' || l.ref end
    from links l join entities e using (position)
    where not (l.kind = 'user' and l.field = 'owner')
      and l.ref not in (select ref from entities where kind = 'Group')
    union all
    select e.origin, e.line, 'unresolved-person', e.ref
    from links l join entities e using (position)
    where l.kind = 'user' and l.field = 'owner' and (l.ref not in (select ref from entities)
                               or e.kind = 'Component' and l.ref not in (select ref from persons))
    union all
    select origin, line, 'unresolved-target', target from targets
    where remote or path not in (select path from reached) and not optional
    union all
    select e.origin, e.line, 'unresolved-name', d.system || ': ' || d.written
    from doubtful d join entities e using (position)
    union all
    select e.origin, e.line, case when n.good is null then 'unknown-annotation' else 'invalid-annotation' end,
           'yudane.dev/' || n.key || case when n.good is null then '' else ': ' || left(n.text, 80) end
    from notes n join entities e using (position)
    where n.good is distinct from true
)
