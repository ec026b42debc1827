with ranges as (  -- selectors with the window behind them, before an offset if there is one
  select *,
    regexp_replace(trim(indicator->>'$.ratio.errors.metric'), '(\s+offset\s+\S+)?$', '[{{.window}}]\1') as errors,
    regexp_replace(trim(indicator->>'$.ratio.success.metric'), '(\s+offset\s+\S+)?$', '[{{.window}}]\1') as successes,
    regexp_replace(trim(indicator->>'$.ratio.total.metric'), '(\s+offset\s+\S+)?$', '[{{.window}}]\1') as events,
    regexp_replace(trim(indicator->>'$.latency.success.metric'), '(\s+offset\s+\S+)?$', '[{{.window}}]\1') as fast,
    regexp_replace(trim(indicator->>'$.latency.total.metric'), '(\s+offset\s+\S+)?$', '[{{.window}}]\1') as timed,
    regexp_replace(trim(indicator->>'$.latencyNative.total.metric'), '(\s+offset\s+\S+)?$', '[{{.window}}]\1')
      as histogram,
    regexp_replace(trim(indicator->>'$.bool_gauge.metric'), '(\s+offset\s+\S+)?$', '[{{.window}}]\1') as gauge,
    trim(indicator->>'$.latencyNative.latency') as latency
  from pyrra_slos
),
limits as (
  select *,
    case when regexp_full_match(latency, '(?:[0-9]{1,6}(?:ms|s|m|h))+') then
      coalesce(try_cast(regexp_extract(latency, '([0-9]+)h', 1) as double), 0) * 3600
        + coalesce(try_cast(regexp_extract(latency, '([0-9]+)m(?:[0-9]|$)', 1) as double), 0) * 60
        + coalesce(try_cast(regexp_extract(latency, '([0-9]+)s', 1) as double), 0)
        + coalesce(try_cast(regexp_extract(latency, '([0-9]+)ms', 1) as double), 0) / 1000 end as seconds
  from ranges
),
queries as (
  select origin, line, position, slo_id, service_id,
    case
      when fast is not null then 'sum(rate(' || fast || '))'
      when successes is not null and errors is null then 'sum(rate(' || successes || '))'
      when seconds is not null then 'histogram_fraction(0, ' || seconds || ', sum(rate(' || histogram
        || '))) * histogram_count(sum(rate(' || histogram || ')))'
      when gauge is not null then 'sum(sum_over_time(' || gauge || '))' end as good_query,
    case
      when events is not null then 'sum(rate(' || events || '))'
      when successes is not null and errors is not null
        then 'sum(rate(' || errors || ')) + sum(rate(' || successes || '))'
      when timed is not null then 'sum(rate(' || timed || '))'
      when seconds is not null then 'histogram_count(sum(rate(' || histogram || ')))'
      when gauge is not null then 'sum(count_over_time(' || gauge || '))' end as total_query,
    'sum(rate(' || errors || '))' as error_query
  from limits
)
select origin, line, slo_id, service_id, 'prometheus' as system, good_query, total_query, error_query
from queries
where slo_id is not null and total_query is not null and coalesce(good_query, error_query) is not null
order by position, slo_id
