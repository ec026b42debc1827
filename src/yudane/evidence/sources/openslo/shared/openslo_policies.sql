-- the alert policies of each SLO, inline or by name; the last one of a name stands
with policies as (
  select name, object as policy from openslo_known
  where kind = 'AlertPolicy'
  qualify row_number() over (partition by name order by position desc) = 1
),
entries as (
  select origin, line, position, name, object->>'$.spec.service' as service_id,
    unnest(object->'$.spec.alertPolicies[*]') as entry,
    generate_subscripts(object->'$.spec.alertPolicies[*]', 1) as entry_number
  from openslo_known
  where kind = 'SLO'
),
referred as (
  select *, case when json_type(entry) = 'VARCHAR' then entry->>'$' else entry->>'$.alertPolicyRef' end as wanted
  from entries
)
select r.*, case when json_type(entry->'$.spec') = 'OBJECT' then entry else p.policy end as policy
from referred r left join policies p on p.name = r.wanted
