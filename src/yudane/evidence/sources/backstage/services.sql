with owners as (
    -- the team that answers: the group named, or the only group of the person named
    select r.position, coalesce(g.id, case when r.kind = 'group' then r.bare else p.team end) as team_id,
           coalesce(p.team_ref, r.ref) as team_ref
    from catalog_references r
    left join people_of_one_group p on r.kind = 'user' and p.ref = r.ref
    left join catalog_groups g on g.ref = coalesce(p.team_ref, r.ref)
    where r.field = 'owner'
),
own_unit as (
    -- the business unit that the component's annotation names
    select r.position, coalesce(g.id, r.bare) as unit
    from catalog_references r left join catalog_groups g on g.ref = r.ref where r.field = 'business-unit'
),
nearest_unit as (
    select ref, unit from units_above_groups qualify row_number() over (partition by ref order by steps, choice) = 1
),
annotated as (
    -- our own annotations side by side
    select position,
           max(text) filter (key = 'tier') as tier,
           max(text) filter (key = 'in-scope') as in_scope,
           max(text) filter (key = 'embedded-sre') as embedded_sre,
           max(text) filter (key = 'user-facing') as user_facing,
           max(text) filter (key = 'publicly-exposed') as publicly_exposed,
           max(text) filter (key = 'handles-personal-data') as handles_personal_data,
           max(text) filter (key = 'on-call-hours') as on_call_hours,
           max(text) filter (key = 'critical-journeys') as critical_journeys,
           max(text) filter (key = 'cost-scopes') as cost_scopes,
           max(text) filter (key = 'production-since') as production_since,
           max(text) filter (key = 'central-commitments') as central_commitments
    from catalog_annotations where good group by position
),
described as (
    -- type and lifecycle in one spelling, and the addresses of the code without the path inside the repository
    select *, replace(replace(lower(trim(body->>'$.spec.type')), '_', '-'), ' ', '-') as type,
           replace(replace(lower(trim(body->>'$.spec.lifecycle')), '_', '-'), ' ', '-') as stage,
           regexp_replace(regexp_replace(
               regexp_extract(said['backstage.io/source-location']->>'$', '^\s*(url:)?(https?://\S+)', 2),
               '/(-/)?(tree|blob)/.*$', ''), '(\.git)?/*$', '') as source,
           '/' || lower(trim(said['github.com/project-slug']->>'$', ' /')) as github_path,
           'https://github.com/' || trim(said['github.com/project-slug']->>'$', ' /') as github,
           '/' || lower(trim(said['gitlab.com/project-slug']->>'$', ' /')) as gitlab_path,
           'https://' || coalesce(trim(said['gitlab.com/instance']->>'$', ' /'), 'gitlab.com') || '/'
               || trim(said['gitlab.com/project-slug']->>'$', ' /') as gitlab
    from catalog_components
)
select e.origin, e.line, e.ref as source_ref, e.id as service_id,
       coalesce(nullif(trim(e.body->>'$.metadata.title'), ''), e.name) as name,
       o.team_id,
       coalesce(u.unit, n.unit) as business_unit_id,
       cast(a.tier as int) as tier,
       case when e.stage in ('production', 'prod', 'live', 'ga', 'general-availability', 'generally-available',
                             'stable', 'active', 'released') then 'production'
            when e.stage in ('experimental', 'experiment', 'beta', 'alpha', 'preview', 'development', 'dev',
                             'staging', 'test', 'testing', 'poc', 'prototype', 'incubating', 'planned',
                             'draft') then 'experimental'
            when e.stage in ('deprecated', 'retired', 'retiring', 'end-of-life', 'eol', 'end-of-support',
                             'sunset', 'sunsetting', 'obsolete', 'archived', 'decommissioned',
                             'discontinued') then 'deprecated'
            end as lifecycle,
       coalesce(lower(a.in_scope) in ('true', 'yes'), not regexp_matches(e.type,
                '(^|-)(lib|library|libraries|sdk|package|module|plugin|cli|schema|template|docs?|documentation)$'))
           as in_scope,
       coalesce(lower(a.embedded_sre) in ('true', 'yes'), false) as has_embedded_sre,
       a.user_facing, a.publicly_exposed, a.handles_personal_data, a.on_call_hours,
       list_filter(string_split_regex(trim(a.critical_journeys), '\s*[,、，]\s*'),
                   lambda one: one <> '') as critical_journeys,
       list_filter([e.source, case when not ends_with(coalesce(lower(e.source), ''), e.github_path) then e.github end,
                    case when not ends_with(coalesce(lower(e.source), ''), e.gitlab_path) then e.gitlab end],
                   lambda one: regexp_matches(one, '^https?://[^/\s]+/\S+$')) as repo_urls,
       list_filter(string_split_regex(trim(a.cost_scopes), '\s*[,、，]\s*'), lambda one: one <> '') as cost_scope_ids,
       a.production_since,
       coalesce(lower(a.central_commitments) in ('true', 'yes'), false) as central_commitments
from described e
left join owners o using (position)
left join annotated a using (position)
left join own_unit u using (position)
left join nearest_unit n on n.ref = o.team_ref
order by e.position
