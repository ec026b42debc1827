with publications as (
  select incident_id, min(published_at) as published_at
  from postmortems
  group by incident_id
),
evidence as (
  select i.service_id, i.incident_id, i.severity, i.closed_at, i.source_ref, p.published_at,
    coalesce(p.published_at <= i.closed_at + $days * interval 1 day, false) as is_prompt
  from incidents i
  left join publications p on p.incident_id = i.incident_id
  where coalesce(i.severity, 2) <= 2 -- one without a severity may be major
    and i.closed_at >= $as_of - interval 180 day
    and i.closed_at < $as_of
)
select service_id,
  count(*) filter (where severity <= 2) as major_incidents,
  count(*) filter (where severity <= 2 and is_prompt) as prompt_incidents,
  count(*) filter (where severity <= 2 and published_at is null) as unpublished_incidents,
  count(*) filter (where severity is null) as ungraded_incidents,
  count(*) filter (where severity <= 2 and is_prompt) * 1.0
    / nullif(count(*) filter (where severity <= 2), 0) as prompt_share,
  -- the ungraded ones can only lower the share when late, only raise it when prompt
  count(*) filter (where severity <= 2 and is_prompt) * 1.0
    / nullif(count(*) filter (where severity <= 2 or not is_prompt), 0) as lowest_share,
  count(*) filter (where is_prompt) * 1.0
    / nullif(count(*) filter (where severity <= 2 or is_prompt), 0) as highest_share
from evidence
group by service_id
having count(*) >= $min_n
