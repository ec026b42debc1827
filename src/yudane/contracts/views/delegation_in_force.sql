-- The delegation level that holds for a service in an activity, areas of decisions of their own aside. What was agreed
-- elsewhere and imported has no agreement here and binds nobody.
with running as (
    select *, level_current is distinct from lag(level_current) over earlier as changes
    from delegations
    where decision_area = '' and agreement_id <> '' and effective_from <= $as_of
    window earlier as (
        partition by service_id, activity_key, for_service order by effective_from, effective_at, agreement_id)
),
standing as (
    select *, max(case when changes then effective_from end) over so_far as since
    from running
    window so_far as (
        partition by service_id, activity_key, for_service order by effective_from, effective_at, agreement_id)
),
ranked as (
    select *, row_number() over (
        partition by service_id, activity_key
        order by for_service desc, effective_from desc, effective_at desc nulls last, agreement_id desc) as place
    from standing
    where until is null or until > $as_of
)
select service_id, activity_key, agreement_id, level_current as level, level_target as target, since,
    cast($as_of as date) - since as held_days
from ranked
where place = 1
