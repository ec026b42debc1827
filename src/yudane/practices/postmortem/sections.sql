with reviewed as (
  select service_id, postmortem_id, incident_id, status, reviewed_at, sections_present, impact_quantified, url,
    source_ref
  from postmortems_for_services
  where status in ('reviewed', 'closed')
    and reviewed_at >= $as_of - interval 180 day
    and reviewed_at < $as_of
),
found as (
  select postmortem_id, count(distinct section) as sections
  from (select postmortem_id, unnest(sections_present) as section from reviewed) as listed
  where section in
    ('summary', 'impact', 'timeline', 'trigger', 'root_causes', 'detection', 'lessons', 'action_items')
  group by postmortem_id
),
evidence as (
  select r.*, coalesce(f.sections, 0) = 8 as has_all_sections
  from reviewed r
  left join found f on f.postmortem_id = r.postmortem_id
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
