-- CI runs of the last 90 days by UTC day of their start. Stopped runs count as started, but not among the default branch's.
select service_id,
       lower(concat(split_part(repo, '/', -2), '/', split_part(repo, '/', -1))) as repository,
       cast(started_at as date) as day,
       count(*) filter (where trigger in ('push', 'pull_request', 'schedule')) as automatic_runs,
       count(*) filter (where trigger is null) as untold_runs,
       count(*) filter (where trigger = 'pull_request') as request_runs,
       count(*) filter (where commit_sha is null and (trigger is null or trigger <> 'manual')) as nameless_runs,
       count(*) filter (where outcome <> 'cancelled' and is_default_branch) as default_runs,
       count(*) filter (where outcome <> 'cancelled' and is_default_branch and test_count > 0) as tested_runs,
       count(*) filter (where outcome <> 'cancelled' and is_default_branch is null) as branchless_runs,
       count(*) filter (where outcome <> 'cancelled' and is_default_branch is null and test_count > 0)
           as branchless_tested_runs,
       min(source_ref) filter (where outcome <> 'cancelled' and coalesce(is_default_branch, true)
           and coalesce(test_count, 0) = 0) as source_ref
from ci_runs
where started_at >= $as_of - interval 90 day and started_at < $as_of
  and finished_at < $as_of
group by 1, 2, 3
