with evidence as (
  select service_id, attestation_id, statement, evidence_url, attested_on, expires_on, source_ref
  from attestations
  where criterion_id = 'documentation.newcomer' and attested_on < $as_of
)
select service_id,
  count(*) as statements,
  max(attested_on) as last_stated_on,
  max(expires_on) as valid_until
from evidence
group by service_id
