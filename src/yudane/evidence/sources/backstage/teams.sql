with recursive told as (
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
groups as (
    -- every group with its kind: what the annotation says, else what its type suggests
    select g.position, g.ref, g.id, coalesce(replace(lower(n.text), '-', '_'), case
               when g.type in ('team', 'squad', 'crew', 'pod', 'product-team', 'feature-team', 'dev-team',
                               'development-team', 'stream-aligned-team') then 'dev'
               when g.type in ('business-unit', 'bu', 'department', 'sub-department', 'division', 'organization',
                               'organisation') then 'business_unit'
               when g.type in ('security', 'security-team') then 'security'
               else 'other' end) as kind
    from (select *, replace(replace(lower(trim(body->>'$.spec.type')), '_', '-'), ' ', '-') as type
          from entities where kind = 'Group') g
    left join notes n on n.position = g.position and n.key = 'team-kind' and n.good
),
above as (
    -- one step up from each group: the parent it names, else the first group that lists it as a child
    select ref, upper
    from (select g.ref, p.ref as upper, 1 as choice, 0 as position
          from groups g join links l on l.position = g.position and l.field = 'parent' join groups p on p.ref = l.ref
          union all
          select g.ref, p.ref, 2, p.position
          from groups p join links l on l.position = p.position and l.field = 'child' join groups g on g.ref = l.ref)
    where ref <> upper
    qualify row_number() over (partition by ref order by choice, position) = 1
),
climb as (
    -- the whole way up, at most 30 steps, so that a circle ends
    select ref, ref as reached, 0 as steps from groups
    union all
    select c.ref, a.upper, c.steps + 1 from climb c join above a on a.ref = c.reached where c.steps < 30
),
units as (
    -- the business units met on the way up: an annotation before the kind of the group
    select c.ref, c.steps, 1 as choice, coalesce(u.id, l.bare) as unit, u.ref as unit_ref
    from climb c join groups g on g.ref = c.reached
    join links l on l.position = g.position and l.field = 'business-unit' left join groups u on u.ref = l.ref
    union all
    select c.ref, c.steps, 2, g.id, g.ref
    from climb c join groups g on g.ref = c.reached where g.kind = 'business_unit'
),
nearest_unit as (
    -- what a group belongs to is never the group itself
    select ref, unit from units where unit_ref is distinct from ref
    qualify row_number() over (partition by ref order by steps, choice) = 1
),
annotated as (
    select position, max(text) filter (key = 'headcount') as headcount,
           max(text) filter (key = 'site-count') as site_count
    from notes where good group by position
)
select e.origin, e.line, e.ref as source_ref, e.id as team_id,
       coalesce(nullif(trim(e.body->>'$.spec.profile.displayName'), ''), nullif(trim(e.body->>'$.metadata.title'), ''),
                e.name) as name,
       g.kind,
       n.unit as business_unit_id,
       cast(a.headcount as double) as headcount_fte,
       cast(a.site_count as int) as site_count,
       true as active
from entities e
join groups g using (position)
left join annotated a using (position)
left join nearest_unit n on n.ref = e.ref
order by e.position
