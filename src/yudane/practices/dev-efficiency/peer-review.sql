with evidence as (
    select service_id, change_id, repo, merged_at, author_kind, reviewers_count,
        author_kind = 'human' as by_person,  -- null: not said
        reviewers_count >= 1 as reviewed,
        source_ref
    from changes
    where merged_at >= $as_of - interval 90 day and merged_at < $as_of
        and coalesce(author_kind, 'human') = 'human'
)
select
    service_id,
    count(by_person) as human_changes,
    count(case when by_person and reviewed then 1 end) as reviewed_changes,
    count(case when by_person is null or reviewed is null then 1 end) as unclear_changes,
    round(count(case when by_person and reviewed then 1 end) * 1.0 / nullif(count(by_person), 0), 9) as reviewed_share,
    -- shares if all that was not said turned out badly, and if it turned out well
    round(count(case when by_person and reviewed then 1 end) * 1.0
        / nullif(count(case when by_person or not coalesce(reviewed, false) then 1 end), 0), 9) as share_at_least,
    round(count(case when coalesce(reviewed, true) then 1 end) * 1.0
        / nullif(count(case when by_person or coalesce(reviewed, true) then 1 end), 0), 9) as share_at_most
from evidence
group by service_id
having count(*) >= $min_n
