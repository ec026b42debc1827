with evidence as (
    select service_id, repository, day, default_runs, tested_runs, branchless_runs, branchless_tested_runs, source_ref
    from ci_days
    where cast(day as timestamp) >= $as_of - interval 30 day and default_runs + branchless_runs > 0
)
select
    service_id,
    sum(default_runs) as main_runs,
    sum(tested_runs) as tested_runs,
    round(sum(tested_runs) * 1.0 / nullif(sum(default_runs), 0), 9) as tested_share,
    sum(branchless_runs) as unclear_runs,
    -- shares if the runs of unsaid branches count where they harm, and where they help
    round(sum(tested_runs) * 1.0
        / nullif(sum(default_runs + branchless_runs - branchless_tested_runs), 0), 9) as share_at_least,
    round(sum(tested_runs + branchless_tested_runs) * 1.0
        / nullif(sum(default_runs + branchless_tested_runs), 0), 9) as share_at_most
from evidence
group by service_id
having sum(default_runs + branchless_runs) >= $min_n
