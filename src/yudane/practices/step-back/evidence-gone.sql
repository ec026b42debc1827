with history as (
    select service_id, activity_key, as_of, published_level, unconfirmed_since,
        row_number() over (partition by service_id, activity_key order by as_of desc) as place
    from assessment_results
    where published_level is not null and as_of < cast($as_of as date)
        and as_of >= $as_of - $remembered_days * interval 1 day
),
evidence as (
    select t.service_id, t.activity_key, t.published_level, h.published_level as last_level,
        h.as_of as last_published_on, coalesce(h.unconfirmed_since, h.as_of) as missing_since, t.source_ref
    from assessment_results t
    join history h on h.service_id = t.service_id and h.activity_key = t.activity_key and h.place = 1
    where t.as_of = cast($as_of as date)
)
select service_id, activity_key, published_level, last_level, last_published_on, missing_since,
    case when published_level is null then cast($as_of as date) - missing_since end as missing_days
from evidence
