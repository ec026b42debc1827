with told as (
    select service_id, activity_key, unnest(sources) as source
    from assessment_results
    where as_of = cast($as_of as date)
    union all
    select service_id, split_part(indicator_id, '.', 1) as activity_key, unnest(sources) as source
    from indicator_results
    where as_of = cast($as_of as date) and service_id <> ''
),
evidence as (
    select distinct service_id, activity_key, source from told where source <> ''
)
select service_id, activity_key, count(*) as connected, string_agg(source, ', ' order by source) as from_sources
from evidence
group by service_id, activity_key
