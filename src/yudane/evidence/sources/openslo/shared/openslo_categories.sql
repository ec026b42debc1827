-- what the label says, else what the names say, else what the queries say
select *,
  coalesce(
    metadata->>'$.annotations."yudane.dev/sli-category"', metadata->>'$.labels."yudane.dev/sli-category"[0]',
    metadata->>'$.labels."yudane.dev/sli-category"',
    indicator_metadata->>'$.annotations."yudane.dev/sli-category"',
    indicator_metadata->>'$.labels."yudane.dev/sli-category"[0]',
    indicator_metadata->>'$.labels."yudane.dev/sli-category"',
    case
      when regexp_matches(words, 'latenc|duration|response.?time|slow|percentile') then 'latency'
      when regexp_matches(words, 'fresh|stale') then 'freshness'
      when regexp_matches(words, 'durab') then 'durability'
      when regexp_matches(words, 'correct|accura') then 'correctness'
      when regexp_matches(words, 'throughput') then 'throughput'
      when regexp_matches(words, 'quality') then 'quality'
      when regexp_matches(words, 'availab|uptime|success|error|fail') then 'availability'
      when regexp_matches(concat_ws(' ', good_query, bad_query), '_bucket\s*\{[^}]*\ble="') then 'latency'
      when regexp_matches(lower(threshold_query), 'latenc|duration|response.?time|percentile|quantile') then 'latency'
      when ratio is not null then 'availability' end) as sli_category
from openslo_metrics
