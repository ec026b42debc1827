-- what tells of one event and was meant as a postmortem, but holds too little of one
select *,
  case when service is null then folder
    when json_type(service) <> 'ARRAY' and not regexp_matches(service->>'$', '[,、]') then trim(service->>'$') end
    as service_name
from pm_papers
where not left_out and not is_proposal and origin not in (select origin from pm_usable)
  and ((name_day <> '' or title_day <> '' or named_incident is not null) and (says_so or kinds > 0)
    or service is not null and coalesce(reviewed, status, audience, blameless, no_action,
      cast(drafted_at as varchar), cast(met_at as varchar), cast(published_at as varchar)) is not null)
