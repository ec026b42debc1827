with sized as (  -- since when each SLO has been counted in buckets of today's size
  select slo_id, min(valid_from) as sized_from
  from (
    select d.slo_id, d.valid_from,
      max(case when d.bucket_seconds <> a.bucket_seconds then d.valid_from end)
        over (partition by d.slo_id) as last_other_size
    from slo_definitions d
    join active_slos a on a.slo_id = d.slo_id
  ) as versions
  where last_other_size is null or valid_from > last_other_size
  group by slo_id
),
windows as (
  select a.service_id, a.slo_id, a.bucket_seconds,
    greatest(s.sized_from, $as_of - interval 28 day) as counted_from
  from active_slos a
  join sized s on s.slo_id = a.slo_id
  where s.sized_from <= $as_of - interval 7 day
),
counts as (
  select w.slo_id, count(*) as buckets_measured
  from windows w
  join slo_measurements m on m.slo_id = w.slo_id and m.bucket_start >= w.counted_from
  where m.bucket_start >= $as_of - interval 28 day and m.bucket_start < $as_of
    and m.total_events is not null
  group by w.slo_id
),
evidence as (
  select w.service_id, w.slo_id, w.counted_from,
    coalesce(c.buckets_measured, 0) as buckets_measured,
    floor(extract(epoch from ($as_of - w.counted_from)) / nullif(w.bucket_seconds, 0)) as buckets_expected
  from windows w
  left join counts c on c.slo_id = w.slo_id
),
shares as (
  select service_id, slo_id,
    case when buckets_expected > 0 then least(buckets_measured * 1.0 / buckets_expected, 1) end as covered
  from evidence
)
select service_id,
  count(*) as slos,
  count(*) filter (where covered is null) as undecided,
  min(covered) as worst_coverage,
  string_agg(slo_id, ', ' order by slo_id) filter (where covered < $coverage_min) as slos_with_gaps
from shares
group by service_id
