-- times without an offset are UTC; a cast wants dashes, seconds and an offset right behind
select origin, field, text,
  try_cast(nullif(regexp_extract(spelled,
    '^\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}(:\d{2})?)?)?$'), '') as timestamptz)
    at time zone 'UTC' as moment
from (
  select *,
    trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(text,
      '^(\d{4})[/年]\s*(\d{1,2})[/月]\s*(\d{1,2})日?', '\1-\2-\3'),
      '[(\x{FF08}][^)\x{FF09}]*[)\x{FF09}]', ' ', 'g'),
      '\s+', ' ', 'g'),
      '(\d{1,2})時(\d{1,2})分', '\1:\2'),
      ' ?(JST|日本時間) ?$', '+09:00'),
      ' ?(UTC|GMT|Z) ?$', '+00:00'),
      '([T ]\d{1,2}:\d{2})(:\d{2}(?:\.\d+)?)? ?([+-]\d{2}):?(\d{2})?$', '\1\2\3:\4')) as spaced,
    regexp_replace(regexp_replace(spaced, ':$', ':00'), '([T ]\d{1,2}:\d{2})([+-]|$)', '\1:00\2') as spelled
  from pm_front
  where field in ('drafted', 'meeting', 'reviewed', 'published', 'date', 'updated', 'started', 'detected', 'recovered'))
