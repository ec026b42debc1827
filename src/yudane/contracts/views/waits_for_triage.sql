-- Business hours that recent findings with a forecast of attacks, or open to one, waited for a decision.
with waits as (
    select finding_id, service_id, asset_id, vulnerability_id, epss_score, in_kev, first_seen_at, triaged_at, source_ref,
           coalesce(triaged_at, $as_of) as until_at
    from findings_with_due
    where has_cve and first_seen_at >= $as_of - interval 92 day
)
select w.finding_id, w.service_id, w.asset_id, w.vulnerability_id, w.epss_score, w.in_kev, w.first_seen_at, w.triaged_at,
       -- a day the calendar lacks leaves it empty
       case when f.utc_day is not null and l.utc_day is not null then greatest(0, round(
           l.hours_before + extract(epoch from (least(greatest(w.until_at, l.opens_at), l.closes_at) - l.opens_at)) / 3600.0
           - f.hours_before
           - extract(epoch from (least(greatest(w.first_seen_at, f.opens_at), f.closes_at) - f.opens_at)) / 3600.0,
           6)) end as waited_hours,
       greatest(0, l.lacking_before - f.lacking_before) as lacking_days,
       w.source_ref
from waits w
left join business_clock f
    on f.utc_day = cast(w.first_seen_at as date) and w.first_seen_at >= f.starts_at and w.first_seen_at < f.ends_at
left join business_clock l
    on l.utc_day = cast(w.until_at as date) and w.until_at >= l.starts_at and w.until_at < l.ends_at
