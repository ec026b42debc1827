with evidence as (
  select service_id, postmortem_id, incident_id, status, reviewed_at, sections_present, impact_quantified, url,
    source_ref,
    coalesce('summary' = any(sections_present)
      and 'impact' = any(sections_present)
      and 'timeline' = any(sections_present)
      and 'trigger' = any(sections_present)
      and 'root_causes' = any(sections_present)
      and 'detection' = any(sections_present)
      and 'lessons' = any(sections_present)
      and 'action_items' = any(sections_present), false) as has_all_sections
  from postmortems
  where status in ('reviewed', 'closed')
    and reviewed_at >= $as_of - interval 180 day
    and reviewed_at < $as_of
)
select service_id,
  count(*) as reviewed_postmortems,
  count(*) filter (where has_all_sections and impact_quantified) as complete_postmortems,
  count(*) filter (where not has_all_sections) as postmortems_missing_sections,
  count(*) filter (where not impact_quantified) as postmortems_without_numbers,
  count(*) filter (where has_all_sections and impact_quantified) * 1.0 / count(*) as complete_share
from evidence
group by service_id
having count(*) >= $min_n
