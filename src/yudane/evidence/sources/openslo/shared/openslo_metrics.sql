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
  -- the words of the names, however they are joined
  regexp_replace(lower(regexp_replace(regexp_replace(regexp_replace(concat_ws(' ', name, metadata->>'$.displayName',
      indicator_metadata->>'$.name', indicator_metadata->>'$.displayName', objective->>'$.displayName'),
      '(\p{Ll}|[0-9])(\p{Lu})', '\1 \2', 'g'), '(\p{Lu})(\p{Lu}\p{Ll})', '\1 \2', 'g'), '([A-Za-z])([0-9])', '\1 \2', 'g')),
      '[^\p{L}\p{N}]+', ' ', 'g') as words
from metrics
