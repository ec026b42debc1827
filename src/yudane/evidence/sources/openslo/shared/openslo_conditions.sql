-- the conditions of each policy of an SLO, inline or by name, and which of them say when a budget burns too fast
with conditions as (
  select name, object as condition from openslo_known
  where kind = 'AlertCondition'
  qualify row_number() over (partition by name order by position desc) = 1
),
items as (
  select *, unnest(policy->'$.spec.conditions[*]') as item from openslo_policies
),
referred as (
  select *, case when json_type(item) = 'VARCHAR' then item->>'$' else item->>'$.conditionRef' end as condition_ref
  from items
),
held as (
  select r.*,
    coalesce(condition_ref, item->>'$.metadata.name', '-') as condition_name,
    case when json_type(item->'$.spec') = 'OBJECT' then item else c.condition end as condition
  from referred r left join conditions c on c.name = r.condition_ref
),
read as (
  select *,
    try_cast(condition->>'$.spec.condition.threshold' as double) as factor,
    ltrim(condition->>'$.spec.condition.lookbackWindow', '-') as lookback,
    condition->>'$.spec.severity' as said
  from held
)
select r.*, w.severity,
  lower(coalesce(condition->>'$.spec.condition.kind', 'burnrate')) = 'burnrate'
    and lower(coalesce(condition->>'$.spec.condition.op', 'gte')) in ('gt', 'gte')
    and coalesce(factor, 0) > 0
    and coalesce(regexp_full_match(lookback, '0*[1-9][0-9]{0,5}[mhdwM]'), false) as burning
from read r left join severity_words w on w.word = regexp_replace(lower(trim(said)), '[-_ ]', '', 'g')
