with evidence as (
  select service_id, 'plan' as what, document_id as reference, title as told, url as address,
    cast(null as date) as held_on, source_ref
  from documents_for_services
  where doc_type = 'dr_plan'
  union all
  select service_id, 'drill' as what, drill_id as reference, kind as told, report_url as address, held_on, source_ref
  from drills
  where kind in ('dr_restore', 'failover')
    and cast(held_on as timestamp) >= $as_of - $within_days * interval 1 day
    and cast(held_on as timestamp) < $as_of
)
select service_id,
  count(case when what = 'plan' then 1 end) as plans,
  count(case when what = 'drill' then 1 end) as exercises,
  max(held_on) as last_exercise_on
from evidence
group by service_id
