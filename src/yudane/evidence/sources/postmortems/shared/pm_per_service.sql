-- one row for each service and each incident a postmortem names
select u.*, service_name, service_nr, incident_name, incident_nr, len(services) as service_count,
  concat_ws('/', paper_id,
    case when len(services) > 1 then service_name end,
    case when len(incidents) > 1 then incident_name end) as postmortem_id,
  service_nr = 1 and incident_nr = 1 as is_first
from (
  select *, case when len(service_names) > 0 then service_names else [folder] end as services,
    case when len(incident_names) > 0 then incident_names else [named_incident] end as incidents
  from (
    select *,
      case json_type(service)
        when 'ARRAY' then list_transform(json_extract(service, '$[*]'),
          lambda v: coalesce(v->>'$.id', v->>'$.name', v->>'$'))
        else list_transform(regexp_split_to_array(service->>'$', '\s*[,、]\s*'), lambda v: trim(v))
        end as service_names,
      case json_type(incident)
        when 'ARRAY' then list_transform(json_extract(incident, '$[*]'), lambda v: coalesce(v->>'$.id', v->>'$'))
        else list_transform(regexp_split_to_array(incident->>'$', '\s*[,、]\s*'), lambda v: trim(v))
        end as incident_names
    from pm_usable)) u,
  unnest(services) with ordinality as s(service_name, service_nr),
  unnest(incidents) with ordinality as i(incident_name, incident_nr)
