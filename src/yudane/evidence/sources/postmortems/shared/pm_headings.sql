-- every heading with its section, its words without numbers, marks and what stands in brackets
select origin, cast(s.key as int) as nr, cast(s.value->>'$.level' as int) as level, s.value as section,
  trim(regexp_replace(regexp_replace(regexp_replace(lower(s.value->>'$.title'),
    '\[([^\]]*)\]\([^)]*\)', '\1', 'g'), '[(\x{FF08}][^)\x{FF09}]*[)\x{FF09}]|[*_`]|[:\x{FF1A}?\x{FF1F}。]\s*$', '', 'g'),
    '^([^\p{L}\p{N}]+|\d+(\.\d+)*[.)、.]?\s*)+', '')) as words
from pm_files, json_each(body, '$.sections') s
