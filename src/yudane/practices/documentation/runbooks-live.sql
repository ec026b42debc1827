with paging as (  -- an alert that names no rule stands for a rule of its own
  select service_id, rule_id, case when rule_id is null then fingerprint end as unnamed_alert,
    max(starts_at) as last_page_at
  from alert_firings
  where severity = 'page' and starts_at >= $as_of - interval 90 day
  group by service_id, rule_id, case when rule_id is null then fingerprint end
),
papers as (  -- by address, without the part that jumps to a heading
  select split_part(url, '#', 1) as address,
    max(case when last_modified_at < $as_of then last_modified_at end) as modified_at,
    max(last_reviewed_on) as reviewed_on
  from documents
  group by split_part(url, '#', 1)
),
evidence as (
  select p.service_id, p.rule_id, p.unnamed_alert, r.name as rule_name, p.last_page_at, r.runbook_url,
    d.modified_at, d.reviewed_on, r.source_ref,
    case when r.rule_id is not null then  -- null: nobody knows the rule
      coalesce(d.modified_at >= $as_of - $runbook_max_age_days * interval 1 day, false)
        or coalesce(cast(d.reviewed_on as timestamp) >= $as_of - $runbook_max_age_days * interval 1 day, false)
    end as live
  from paging p
  left join alert_rules r on r.rule_id = p.rule_id
  left join papers d on d.address = split_part(r.runbook_url, '#', 1)
)
select service_id,
  count(*) as rules_paging,
  count(case when live then 1 end) as rules_live,
  count(case when live is null then 1 end) as rules_open,
  count(case when not live and coalesce(runbook_url, '') = '' then 1 end) as rules_without_runbook,
  round(count(case when live then 1 end) * 1.0 / count(*), 9) as share_live,
  round((count(*) - count(case when not live then 1 end)) * 1.0 / count(*), 9) as share_at_best
from evidence
group by service_id
having count(*) >= $min_n
