with evidence as (
    select l.service_id, l.log_source_id, l.log_kind, 'immutable' as demand, true as applies_here,
        l.immutable as fits, l.source_ref
    from log_sources l
    join services s on s.service_id = l.service_id
    where l.log_kind = 'audit'
    union all
    select l.service_id, l.log_source_id, l.log_kind, 'checked', s.handles_personal_data,
        coalesce(l.pii_reviewed_on >= $as_of - interval 365 day, false), l.source_ref
    from log_sources l
    join services s on s.service_id = l.service_id
    where s.handles_personal_data is not false
),
counted as (  -- a service of which nobody knows whether it has personal data may count or not
    select service_id,
        count(case when demand = 'immutable' then 1 end) as audit_events,
        count(case when demand = 'immutable' then fits end) as audit_decided,
        count(case when demand = 'immutable' and fits then 1 end) as locked,
        count(case when demand = 'checked' and applies_here then 1 end) as personal_decided,
        count(case when demand = 'checked' and applies_here and fits then 1 end) as checked,
        count(case when applies_here is null and fits then 1 end) as maybe_checked,
        count(case when applies_here is null and not fits then 1 end) as maybe_unchecked
    from evidence
    group by grouping sets ((service_id), ())  -- each service, and the organization
    having count(*) > 0
)
select service_id, audit_events + personal_decided as events, audit_decided + personal_decided as decided,
    locked + checked as conforming, audit_decided, locked, personal_decided, checked, maybe_checked, maybe_unchecked,
    (locked + checked) * 1.0 / nullif(audit_decided + personal_decided, 0) as share,
    coalesce(round(locked * 1.0 / nullif(audit_events, 0), 9), 1) as locked_at_least,
    coalesce(round((locked + audit_events - audit_decided) * 1.0 / nullif(audit_events, 0), 9), 1) as locked_at_most,
    case when audit_events + personal_decided > 0  -- else there may be no demand at all
        then coalesce(round(checked * 1.0 / nullif(personal_decided + maybe_unchecked, 0), 9), 1)
        end as checked_at_least,
    case when audit_events + personal_decided > 0
        then coalesce(round((checked + maybe_checked) * 1.0 / nullif(personal_decided + maybe_checked, 0), 9), 1)
        end as checked_at_most
from counted
