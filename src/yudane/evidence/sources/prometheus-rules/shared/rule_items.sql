-- what a group lists, rule or not; whole: an alerting rule; labels of a rule stand before labels of its group
with items as (
  select *, unnest(rule_group->'$.rules[*]') as rule, generate_subscripts(rule_group->'$.rules[*]', 1) as rule_number
  from rule_groups
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
