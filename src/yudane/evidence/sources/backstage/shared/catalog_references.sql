-- every reference from one entity to another, read as Backstage does: [kind:][namespace/]name, in any case;
-- what a reference to nothing is called (bare) is its first spelling
select position, field, nth, kind, ref,
       first_value(case when lower(space) = 'default' then name else space || '/' || name end)
           over (partition by ref order by position, field, nth) as bare
from (
    select position, field, nth, kind, space, name, lower(kind || ':' || space || '/' || name) as ref
    from (
        select position, field, nth,
               coalesce(nullif(lower(regexp_extract(said, '^([^:/]+):', 1)), ''),
                        case field when 'person' then 'user' else 'group' end) as kind,
               coalesce(nullif(regexp_extract(said, '^([^:/]+:)?([^/]+)/', 2), ''), namespace) as space,
               regexp_replace(said, '^([^:/]+:)?([^/]+/)?', '') as name
        from (
            select position, namespace, 'owner' as field, 1 as nth, trim(body->>'$.spec.owner') as said
            from catalog_entities where kind not in ('Group', 'User', 'Location')
            union all
            select position, namespace, 'parent', 1, trim(body->>'$.spec.parent')
            from catalog_entities where kind = 'Group'
            union all
            select position, namespace, 'child', generate_subscripts(said, 1), trim(unnest(said))
            from (select position, namespace, try_cast(body->'$.spec.children' as varchar[]) as said
                  from catalog_entities where kind = 'Group')
            union all
            select position, namespace, 'member', generate_subscripts(said, 1), trim(unnest(said))
            from (select position, namespace, try_cast(body->'$.spec.memberOf' as varchar[]) as said
                  from catalog_entities where kind = 'User')
            union all
            select position, namespace, 'person', generate_subscripts(said, 1), trim(unnest(said))
            from (select position, namespace, try_cast(body->'$.spec.members' as varchar[]) as said
                  from catalog_entities where kind = 'Group')
            union all
            select position, namespace, 'business-unit', 1, text
            from catalog_entities join catalog_annotations using (position) where key = 'business-unit' and good)
        where said <> ''))
