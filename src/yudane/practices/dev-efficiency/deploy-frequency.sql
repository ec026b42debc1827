with changed as (
    select service_id, date_trunc('week', merged_at) as week, count(*) as merged_changes
    from change_deliveries
    where merged_at >= $as_of - interval 90 day
    group by service_id, date_trunc('week', merged_at)
),
deployed as (
    select service_id, date_trunc('week', finished_at) as week, count(outcome) as successes, count(*) as attempts
    from production_deployments
    where finished_at >= $as_of - interval 90 day and coalesce(outcome, 'success') = 'success'
    group by service_id, date_trunc('week', finished_at)
),
evidence as (
    select c.service_id, c.week, c.merged_changes, coalesce(d.successes, 0) as successful_deployments,
        case when d.successes > 0 then true when d.attempts > 0 then null else false end as deployed
    from changed c
    left join deployed d on d.service_id = c.service_id and d.week = c.week
    where c.week >= $as_of - interval 90 day and c.week + interval 7 day <= $as_of
)
select
    service_id,
    count(*) as changed_weeks,
    count(case when deployed then 1 end) as deployed_weeks,
    count(case when deployed is null then 1 end) as unclear_weeks,
    sum(successful_deployments) as deployments_in_them,
    round(count(case when deployed then 1 end) * 1.0 / count(*), 9) as share_at_least,
    round(count(case when coalesce(deployed, true) then 1 end) * 1.0 / count(*), 9) as share_at_most
from evidence
group by service_id
having count(*) >= $min_n
