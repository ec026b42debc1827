with evidence as (
    select service_id, 'deployment' as what, deployment_id as reference, finished_at as happened_at,
        commit_sha is not null and outcome is not null as recorded, source_ref
    from production_deployments
    where finished_at >= $as_of - interval 90 day
    union all
    select service_id, 'change', change_id, merged_at, is_linked, source_ref
    from change_deliveries
    where merged_at >= $as_of - interval 90 day and merged_at < $as_of - $grace_days * interval 1 day
),
counts as (
    select
        service_id,
        count(case when what = 'deployment' then 1 end) as recent_deployments,
        count(case when what = 'deployment' and recorded then 1 end) as recorded_deployments,
        count(case when what = 'change' then 1 end) as recent_changes,
        count(case when what = 'change' and recorded then 1 end) as linked_changes
    from evidence
    group by service_id
)
select *,
    round(recorded_deployments * 1.0 / nullif(recent_deployments, 0), 9) as recorded_share,
    round(linked_changes * 1.0 / nullif(recent_changes, 0), 9) as linked_share
from counts
