-- what other systems call a service
select distinct position, id, system, trim(name) as name
from (
    select position, id, 'backstage' as system, ref as name from catalog_components
    union all select position, id, 'backstage', body->>'$.metadata.title' from catalog_components
    union all select position, id, 'github', said['github.com/project-slug']->>'$' from catalog_components
    union all select position, id, 'gitlab', said['gitlab.com/project-slug']->>'$' from catalog_components
    union all select position, id, 'pagerduty', said['pagerduty.com/service-id']->>'$' from catalog_components
    union all select position, id, 'kubernetes', said['backstage.io/kubernetes-id']->>'$' from catalog_components
    union all select position, id, 'sentry', said['sentry.io/project-slug']->>'$' from catalog_components
    union all select position, id, 'jenkins', said['jenkins.io/job-full-name']->>'$' from catalog_components
    union all  -- a selector for one tag names that tag; any other selector stands as it is
    select position, id, 'opsgenie',
           coalesce(nullif(regexp_extract(selector, '^\s*tags?\s*[:=]\s*"?([^"]+?)"?\s*$', 1), ''), selector)
    from (select position, id, said['opsgenie.com/component-selector']->>'$' as selector from catalog_components)
    union all  -- names of alerts; `all` is not one
    select position, id, 'prometheus', alert
    from (select position, id, unnest(string_split(said['prometheus.io/alert']->>'$', ',')) as alert
          from catalog_components)
    where lower(trim(alert)) <> 'all'
    union all  -- metrics and recorded rules by name, before `|`; expressions name nothing
    select position, id, 'prometheus', regexp_extract(rule, '^\s*([A-Za-z_:][A-Za-z0-9_:]*)\s*([|].*)?$', 1)
    from (select position, id, unnest(string_split(regexp_replace(regexp_replace(regexp_replace(
                     said['prometheus.io/rule']->>'$', '\{[^{}]*\}', '{}', 'g'), '\([^()]*\)', '()', 'g'),
                     '\([^()]*\([^()]*\)[^()]*\)', '()', 'g'), ',')) as rule
          from catalog_components)
    union all
    select position, id, lower(trim(split_part(pair, '=', 1))), regexp_extract(pair, '=(.*)$', 1)
    from (select position, id, unnest(string_split_regex(said['yudane.dev/names']->>'$', '[,、，]')) as pair
          from catalog_components)
    where contains(pair, '='))
where trim(name) <> '' and system <> ''
