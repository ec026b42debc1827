with placed as (
  select *,
    coalesce(rule_group->>'$.name', '-') || ' #' || rule_number as place,
    coalesce(labels->>'$.sloth_severity', labels->>'$.severity', labels->>'$.priority') as severity
  from rule_items
)
select origin, line, 'groups_broken' as problem, coalesce(nullif(prefix, ''), '-') as detail
from rule_files
where coalesce(json_type(groups), 'NULL') not in ('ARRAY', 'NULL')
union all
select origin, line, 'group_broken', coalesce(rule_group->>'$.name', '#' || group_number)
from rule_groups
where json_type(rule_group) <> 'OBJECT' or coalesce(json_type(rule_group->'$.rules'), 'NULL') not in ('ARRAY', 'NULL')
union all
select origin, line, 'rule_broken', place
from placed
where json_type(rule) <> 'OBJECT'
union all
select origin, line, 'rule_incomplete', place || coalesce(': ' || name, '')
from placed
where json_type(rule) = 'OBJECT' and not whole
  and (json_exists(rule, '$.alert') or not json_exists(rule, '$.record'))
union all
select origin, line, 'severity_unknown', coalesce(severity, '-') || ' (' || count(*) || ': ' || min(name) || ')'
from placed
where whole and coalesce(regexp_replace(lower(trim(severity)), '[-_ ]', '', 'g'), '') not in
  (select word from severity_words)
group by origin, line, file_number, severity
