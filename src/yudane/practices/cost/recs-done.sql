with evidence as (
  select service_id, recommendation_id, kind, status, decided_on, done_on, source_ref,
    -- null: done, and nobody noted when
    case when done_on is not null
        then cast(done_on as timestamp) <= cast(decided_on as timestamp) + $days * interval 1 day
      when status = 'accepted' then false end as is_done_in_time
  from cost_recommendations
  where status in ('accepted', 'done')
    and cast(decided_on as timestamp) >= $as_of - interval 240 day
    and cast(decided_on as timestamp) <= $as_of - $days * interval 1 day
)
select service_id,
  count(*) as accepted_proposals,
  count(*) filter (where is_done_in_time) as done_in_time,
  count(*) filter (where is_done_in_time is null) as undated_proposals,
  round(count(*) filter (where is_done_in_time) * 1.0 / count(*), 9) as done_share,
  round(count(*) filter (where coalesce(is_done_in_time, true)) * 1.0 / count(*), 9) as done_share_at_most
from evidence
group by service_id
having count(*) >= $min_n
