-- what the names and descriptions of an SLO say about its category; of several, the lowest rank counts
select rank, category, pattern
from (values
  (1, 'latency', '\b(latency|latencies|durations?|response ?times?|slow(er|est|ly|ness)?|percentiles?)\b'),
  (2, 'freshness', '\b(fresh(ness)?|stale(ness)?)\b'),
  (3, 'durability', '\b(durable|durability)\b'),
  (4, 'correctness', '\b((in)?correct(ness|ly)?|(in)?accura(te|cy))\b'),
  (5, 'throughput', '\bthroughput\b'),
  (6, 'quality', '\bquality\b')
) as t(rank, category, pattern)
