-- what a group lists, rule or not; whole: an alerting rule; labels of a rule stand before labels of its group
with listed as (
  select *, unnest(rule_group->'$.rules[*]') as given, generate_subscripts(rule_group->'$.rules[*]', 1) as rule_number
  from rule_groups
),
items as (  -- an answer of the API calls names and expressions otherwise
  select * exclude (given),
    case when answered and json_type(given) = 'OBJECT' then json_merge_patch(given,
        json_object('name', null, 'query', null, 'type', null, 'expr', given->'$.query',
          'alert', case when (given->>'$.type') = 'alerting' then given->'$.name' end,
          'record', case when (given->>'$.type') = 'recording' then given->'$.name' end))
      else given end as rule
  from listed
)
select *,
  rule->>'$.alert' as name,
  json_merge_patch('{}',
    case when json_type(rule_group->'$.labels') = 'OBJECT' then rule_group->'$.labels' else '{}' end,
    case when json_type(rule->'$.labels') = 'OBJECT' then rule->'$.labels' else '{}' end) as labels,
  coalesce(json_type(rule->'$.alert') in ('VARCHAR', 'BIGINT', 'UBIGINT', 'DOUBLE', 'BOOLEAN')
    and trim(rule->>'$.alert') <> '' and trim(rule->>'$.expr') <> '' and not json_exists(rule, '$.record'), false)
    as whole
from items
