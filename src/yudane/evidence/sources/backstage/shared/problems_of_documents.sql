-- documents that are no entity, and why
with catalog_files as (
    -- where a document without apiVersion is meant for Backstage
    select distinct origin from documents
    where starts_with(lower(body->>'$.apiVersion'), 'backstage.io')
       or regexp_matches(origin, '(^|[/:])catalog-info[^/]*\.ya?ml$')
),
unsound as (
    select d.origin, d.line, d.body, d.body->>'$.apiVersion' as version, d.body->>'$.kind' as kind,
           d.body->>'$.metadata.name' as name,
           coalesce(t.namespace, nullif(trim(d.body->>'$.metadata.namespace'), '')) as namespace, t.wrong, t.missing,
           coalesce(d.body->>'$.kind' in ('Component', 'API', 'Group', 'User', 'Resource', 'System', 'Domain', 'Location')
               and coalesce(json_type(d.body, '$.metadata'), json_type(d.body, '$.spec')) = 'OBJECT', false) as known,
           d.origin in (select origin from catalog_files) as in_catalog
    from documents d left join catalog_documents t using (position)
    where d.position not in (select position from sound_documents)
      and d.position not in (select position from chart_templates)
),
faults as (
    -- why a document is no entity; null: it is none of our business
    select *, case
            when json_type(body) <> 'OBJECT' then case when in_catalog then 'not-object' end
            when wrong is null and contains(concat_ws(' ', version, name), '{{') then null  -- a template of another tool
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
)
select origin, line, problem, case problem
           when 'not-object' then cast(body as varchar)
           when 'missing-field' then coalesce(array_to_string(missing, ', '), 'apiVersion')
           when 'wrong-type' then array_to_string(wrong, ', ')
           when 'wrong-api-version' then version
           when 'wrong-kind' then kind
           when 'bad-namespace' then namespace
           else concat_ws(' ', kind, case when kind <> 'User' then name end) end as detail,
       case when lower(kind) = 'component' then
           case when lower(coalesce(namespace, 'default')) = 'default' then name else namespace || '/' || name end end
           as service_id
from faults where problem is not null
