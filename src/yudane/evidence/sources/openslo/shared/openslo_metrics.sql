-- what the indicator of an SLO measures and asks
with metrics as (
  select *,
    case when json_type(indicator->'$.ratioMetric') = 'OBJECT' then indicator->'$.ratioMetric'
      when json_type(objective->'$.ratioMetrics') = 'OBJECT' then objective->'$.ratioMetrics' end as ratio,
    case when json_type(indicator->'$.thresholdMetric') = 'OBJECT' then indicator->'$.thresholdMetric' end as threshold
  from openslo_objectives
)
select *,
  coalesce(ratio->>'$.good.metricSource.spec.query', ratio->>'$.good.query') as good_query,
  coalesce(ratio->>'$.bad.metricSource.spec.query', ratio->>'$.bad.query') as bad_query,
  coalesce(ratio->>'$.total.metricSource.spec.query', ratio->>'$.total.query') as total_query,
  coalesce(ratio->>'$.raw.metricSource.spec.query', ratio->>'$.raw.query') as raw_query,
  coalesce(threshold->>'$.metricSource.spec.query', threshold->>'$.query') as threshold_query,
  lower(concat_ws(' ', name, metadata->>'$.displayName', indicator_metadata->>'$.name',
    indicator_metadata->>'$.displayName', objective->>'$.displayName')) as words
from metrics
