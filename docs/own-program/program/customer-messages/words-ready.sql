with evidence as (select service_id from attestations where false)
select service_id from evidence
