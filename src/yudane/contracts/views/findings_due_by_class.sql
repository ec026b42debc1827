-- How many findings fell due in the last 180 days in each class of due_dates; one nobody compared with KEV may be in either.
with told as (
    select service_id, listed_due_at, unlisted_due_at, listed_due_kept, unlisted_due_kept,
           case listed_class when '3d_forensic' then '3d' else listed_class end as listed_as,
           case unlisted_class when '3d_forensic' then '3d' else unlisted_class end as unlisted_as
    from findings_with_due
    where has_cve
),
cases as (
    select service_id, listed_as as due_class, listed_due_at as due_at, listed_due_kept as is_kept,
           listed_as = unlisted_as as is_sure
    from told
    union all
    select service_id, unlisted_as as due_class, unlisted_due_at as due_at, unlisted_due_kept as is_kept,
           false as is_sure
    from told
    where listed_as <> unlisted_as
)
select service_id, due_class,
       count(*) filter (where is_sure) as due,
       count(*) filter (where is_sure and is_kept) as kept,
       count(*) filter (where not is_sure and is_kept) as kept_unclear,
       count(*) filter (where not is_sure and not is_kept) as late_unclear
from cases
where due_at >= $as_of - interval 180 day and due_at < $as_of
group by service_id, due_class
