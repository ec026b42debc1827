-- everything a report names: refused entities, references to nothing, doubles, doubtful names, odd annotations
select origin, line, problem, left(detail, 400) as detail, service_id from (
    select origin, line, problem, detail, service_id from problems_of_documents
    union all
    select origin, line, problem, detail, service_id from problems_of_references
    union all
    select origin, line, problem, detail, service_id from problems_of_targets
    union all
    select s.origin, s.line, 'duplicate-entity',
           case when s.kind <> 'User' then s.ref || ', ' else '' end
               || regexp_replace(e.origin, '^[^:]*:', '') || ':' || e.line,
           case when s.kind = 'Component' then s.id end
    from sound_documents s join catalog_entities e using (ref) where s.position <> e.position
    union all
    select e.origin, e.line, 'unresolved-name', d.system || ': ' || d.written, e.id
    from doubtful_names d join catalog_entities e using (position)
    union all
    select e.origin, e.line, case when a.good is null then 'unknown-annotation' else 'invalid-annotation' end,
           'yudane.dev/' || a.key || case when a.good is null then '' else ': ' || left(a.text, 80) end,
           case when e.kind = 'Component' then e.id end
    from catalog_annotations a join catalog_entities e using (position)
    where a.good is distinct from true
)
