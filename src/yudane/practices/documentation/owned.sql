with evidence as (  -- the company's own documents belong to nobody's team and are left out
  select d.service_id, d.document_id, d.doc_type, d.title, d.url, d.scope, d.owner_team_id, d.source_ref,
    coalesce(t.active, false) as has_owner
  from documents_for_services d
  left join teams t on t.team_id = d.owner_team_id
  where d.scope <> 'company'
)
select service_id,
  count(*) as documents_judged,
  count(case when has_owner then 1 end) as documents_owned,
  count(case when owner_team_id is null then 1 end) as documents_unclaimed,
  count(case when owner_team_id is not null and not has_owner then 1 end) as documents_orphaned,
  round(count(case when has_owner then 1 end) * 1.0 / count(*), 9) as share_owned
from evidence
group by service_id
