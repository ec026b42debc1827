-- from which heading to which a section reaches: until the next one of the same level or above
select k.origin, k.kind, k.nr as first_nr, coalesce(min(h.nr), 1000000) as end_nr
from pm_kinds k
left join pm_headings h on h.origin = k.origin and h.nr > k.nr and h.level <= k.level
group by k.origin, k.kind, k.nr
