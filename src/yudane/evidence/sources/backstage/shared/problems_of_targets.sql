-- Locations that point at no file of this import
with targets as (
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
              from catalog_entities where kind = 'Location'))
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
select origin, line, 'unresolved-target' as problem, target as detail, null as service_id
from targets
where remote or path not in (select path from reached) and not optional
