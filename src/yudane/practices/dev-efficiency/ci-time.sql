with evidence as (
    select service_id, run_id, repo, trigger, is_default_branch, started_at, outcome,
        case when finished_at >= started_at then extract(epoch from (finished_at - started_at)) / 60.0 end as took,
        coalesce(finished_at < started_at, false) as is_backwards,
        trigger = 'pull_request' or is_default_branch as counts,  -- null: not said
        source_ref
    from ci_runs
    where started_at >= $as_of - interval 30 day and started_at < $as_of
        and finished_at < $as_of
        and outcome <> 'cancelled'
        and coalesce(trigger = 'pull_request' or is_default_branch, true)
)
select
    service_id,
    count(case when not is_backwards then counts end) as runs_judged,
    count(case when not is_backwards and counts is null then 1 end) as unclear_runs,
    count(case when is_backwards then 1 end) as backwards_runs,
    median(case when counts then took end) as median_minutes,
    percentile_disc(0.9) within group (order by case when counts then took end) as p90_minutes,
    -- medians if the runs nobody can place count where they help, and where they harm
    round(median(case when counts or took <= $minutes then took end), 9) as median_at_best,
    round(median(case when counts or took > $minutes then took end), 9) as median_at_worst
from evidence
group by service_id
having count(*) >= $min_n
