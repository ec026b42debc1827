with delivered as (
    select *, rank() over (partition by service_id, is_backwards order by deployed_at desc) as recency
    from (
        select *, deployed_at < merged_at or coalesce(first_commit_at > least(merged_at, deployed_at), false) as is_backwards
        from change_deliveries
        where deployed_at >= $as_of - interval 365 day
    )
),
evidence as (  -- 90 days, or the last ten of the year where those hold too little
    select service_id, change_id, repo, deployment_id, first_commit_at, merged_at, deployed_at, is_backwards,
        case when not is_backwards then extract(epoch from (deployed_at - first_commit_at)) / 86400.0 end as took,
        case when not is_backwards then extract(epoch from (deployed_at - merged_at)) / 86400.0 end as took_at_least,
        source_ref
    from delivered
    where deployed_at >= $as_of - interval 90 day or recency <= $min_n
)
select
    service_id,
    count(took_at_least) as changes_judged,
    min(case when not is_backwards then deployed_at end) as first_deployed_at,
    count(took_at_least) - count(took) as unclear_changes,
    count(case when is_backwards then 1 end) as backwards_changes,
    coalesce(median(took), median(took_at_least)) as median_days,  -- at least that, where no first commit is known
    percentile_disc(0.9) within group (order by took) as p90_days,
    count(case when took <= $target_days then 1 end) as fast_changes,
    -- medians if work on the rest began just before the merge, and if it began long ago
    round(median(coalesce(took, took_at_least)), 9) as median_at_best,
    round(median(case when not is_backwards then coalesce(took, 1000000) end), 9) as median_at_worst
from evidence
group by service_id
having count(*) >= $few_n
