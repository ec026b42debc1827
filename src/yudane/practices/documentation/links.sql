with evidence as (  -- the company's own documents are not this team's to mend
  select service_id, document_id, doc_type, title, url, scope, links_total, links_broken, link_checked_at, source_ref
  from documents_for_services
  where scope <> 'company'
    and link_checked_at >= $as_of - $checked_within_days * interval 1 day
    and (links_total is null or links_total > 0)
)
select service_id,
  count(*) as documents_checked,
  sum(links_total) as links_counted,
  coalesce(sum(links_broken), 0) as links_known_broken,
  count(case when links_total is null then 1 end) as documents_uncounted,
  count(case when links_total is null and links_broken is null then 1 end) as documents_unknown,
  round(coalesce(sum(links_broken), 0) * 1.0 / nullif(sum(links_total), 0), 9) as share_broken,
  -- every link that nobody judged taken for broken
  round(sum(coalesce(links_broken, links_total)) * 1.0 / nullif(sum(coalesce(links_total, links_broken)), 0), 9)
    as share_at_worst
from evidence
group by service_id
