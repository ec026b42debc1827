-- what the label says, else what the names say, else what the queries say
select *,
  coalesce(
    metadata->>'$.annotations."yudane.dev/sli-category"', metadata->>'$.labels."yudane.dev/sli-category"[0]',
    metadata->>'$.labels."yudane.dev/sli-category"',
    indicator_metadata->>'$.annotations."yudane.dev/sli-category"',
    indicator_metadata->>'$.labels."yudane.dev/sli-category"[0]',
    indicator_metadata->>'$.labels."yudane.dev/sli-category"',
    (select min_by(w.category, w.rank) from category_words w where regexp_matches(words, w.pattern)),
    case
      when regexp_matches(words, '\b((un)?avail(able|ability)|up ?time|success(es|ful)?|errors?|fail(s|ed|ing|ures?)?)\b') then 'availability'
      when regexp_matches(concat_ws(' ', good_query, bad_query), '_bucket\s*\{[^}]*\ble="') then 'latency'
      when regexp_matches(lower(threshold_query), '(^|[^a-z])(latency|latencies|durations?|response_?times?|percentiles?|quantiles?)([^a-z]|$)') then 'latency'
      when ratio is not null then 'availability' end) as sli_category
from openslo_metrics
