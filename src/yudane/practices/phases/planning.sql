with evidence as (
    select service_id, review_id, held_on, business_attended, dev_attendee_count, source_ref
    from reviews_for_services
    where kind = 'slo' and held_on >= $as_of - interval 180 day and held_on < $as_of
),
meetings as (
    select distinct service_id, review_id, business_attended, dev_attendee_count from evidence
    union all
    select distinct cast(null as varchar), review_id, business_attended, dev_attendee_count from evidence
),
judged as (
    select *, business_attended and dev_attendee_count >= 1 as fits from meetings
)
select service_id,
    count(*) as events,
    count(fits) as decided,
    count(case when fits then 1 end) as conforming,
    count(case when business_attended then 1 end) as by_business_unit,
    count(case when dev_attendee_count >= 1 then 1 end) as by_development_team,
    0 as by_company_sre,
    count(case when not business_attended and dev_attendee_count = 0 then 1 end) as by_others,
    count(case when fits then 1 end) * 1.0 / nullif(count(fits), 0) as share,
    round(count(case when fits then 1 end) * 1.0 / count(*), 9) as share_at_least,
    round(count(case when coalesce(fits, true) then 1 end) * 1.0 / count(*), 9) as share_at_most
from judged
group by service_id
