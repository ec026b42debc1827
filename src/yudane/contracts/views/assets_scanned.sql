-- Assets in use that are to be scanned, with their last full scan of the last 90 days.
with scanned as (
    select asset_id, max(finished_at) as last_scanned_at
    from scan_runs
    where status = 'success' and finished_at >= $as_of - interval 90 day and finished_at < $as_of
    group by asset_id
)
select a.asset_id, a.service_id, a.asset_kind, a.publicly_exposed, a.active_from, s.last_scanned_at, a.source_ref
from assets a
left join scanned s on s.asset_id = a.asset_id
where a.asset_kind in ('repository', 'container_image', 'host', 'cloud_account')
  and (a.active_from is null or a.active_from < $as_of)
  and (a.active_to is null or a.active_to > $as_of)
