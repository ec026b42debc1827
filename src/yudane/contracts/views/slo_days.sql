-- SLI samples by UTC day, over whole days before as_of.
select slo_id, cast(bucket_start as date) as day, count(total_events) as measured_buckets,
       sum(good_events) filter (where total_events is not null) as good_events, sum(total_events) as total_events
from slo_measurements
where bucket_start < $as_of
group by slo_id, cast(bucket_start as date)
