with evidence as (
  select service_id, recommendation_id, kind, first_seen_on, status, decided_on, decided_reason, source_ref,
    status in ('accepted', 'done')
      or (status = 'dismissed' and coalesce(trim(decided_reason), '') <> '') as is_decided
  from cost_recommendations
  where cast(first_seen_on as timestamp) >= $as_of - interval 120 day
    and cast(first_seen_on as timestamp) <= $as_of - $time_to_decide * interval 1 day
)
select service_id,
  count(*) as proposals,
  count(*) filter (where is_decided) as decided_proposals,
  count(*) filter (where status = 'dismissed' and not is_decided) as dismissed_without_reason,
  round(count(*) filter (where is_decided) * 1.0 / count(*), 9) as decided_share
from evidence
group by service_id
having count(*) >= $min_n
