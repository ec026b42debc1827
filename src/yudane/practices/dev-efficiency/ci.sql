with merged as (
    select service_id, change_id, commit_sha, opened_at, merged_at, source_ref,
        lower(concat(split_part(repo, '/', -2), '/', split_part(repo, '/', -1))) as repository
    from changes where merged_at >= $as_of - interval 30 day and merged_at < $as_of
),
ran as (  -- how the runs of a merged commit were started: 2 by themselves, 1 nobody knows, 0 by a person
    select r.commit_sha,
        max(case when r.trigger = 'manual' then 0 when r.trigger is null then 1 else 2 end) as started,
        max(case when r.trigger = 'pull_request' then 1 else 0 end) as by_request
    from ci_runs r
    join (select distinct commit_sha from merged) c on c.commit_sha = r.commit_sha
    where r.finished_at < $as_of
    group by r.commit_sha
),
found as (
    select m.*, coalesce(r.started, 0) as started, r.by_request
    from merged m
    left join ran r on r.commit_sha = m.commit_sha
),
repositories as (
    select repository, sum(automatic_runs) as automatic_runs, sum(untold_runs) as untold_runs,
        sum(request_runs) as request_runs, sum(nameless_runs) as nameless_runs
    from ci_days
    group by repository
),
heads as (select distinct repository from found where by_request = 1),  -- where runs tell of a request's commits
evidence as (
    select f.service_id, 'change' as what, f.change_id as reference, f.repository, f.merged_at,
        case when f.started = 2 then true when f.started = 0 and not (f.opened_at is not null
            and h.repository is null and coalesce(r.request_runs, 0) > 0) then false end as automatic,
        r.nameless_runs, f.source_ref
    from found f
    left join repositories r on r.repository = f.repository
    left join heads h on h.repository = f.repository
    union all
    select p.service_id, 'repository', p.repository, p.repository, null,
        case when r.automatic_runs > 0 then true when r.untold_runs > 0 then null else false end, null, null
    from service_repositories p
    left join repositories r on r.repository = p.repository
),
counted as (
    select service_id, what, repository, count(*) as things, count(case when automatic then 1 end) as running,
        count(case when automatic is null then 1 end) -- a run without a commit may belong to any change
            + least(count(case when not automatic then 1 end), coalesce(max(nameless_runs), 0)) as unclear
    from evidence
    group by service_id, what, repository
),
totals as (
    select service_id,
        coalesce(sum(things) filter (where what = 'change'), 0) as merged_changes,
        coalesce(sum(running) filter (where what = 'change'), 0) as changes_with_ci,
        coalesce(sum(unclear) filter (where what = 'change'), 0) as unclear_changes,
        count(*) filter (where what = 'repository') as repositories,
        coalesce(sum(running) filter (where what = 'repository'), 0) as running_repositories,
        coalesce(sum(unclear) filter (where what = 'repository'), 0) as unclear_repositories
    from counted
    group by service_id
)
select *, round(changes_with_ci * 1.0 / nullif(merged_changes, 0), 9) as share_at_least,
    round((changes_with_ci + unclear_changes) * 1.0 / nullif(merged_changes, 0), 9) as share_at_most
from totals
where merged_changes >= $min_n or repositories > 0
