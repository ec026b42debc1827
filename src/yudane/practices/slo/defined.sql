with evidence as (
  select service_id, slo_id, sli_category, valid_from, valid_to, source_ref,
    sli_category in ('availability', 'latency', 'quality', 'freshness') as users_notice
  from active_slos
)
select service_id,
  count(*) as slos,
  count(*) filter (where users_notice) as slos_users_notice,
  count(*) filter (where sli_category is null) as slos_unclear
from evidence
group by service_id
