with evidence as (  -- at tier 1 only what somebody of another team verified counts
  select a.service_id, a.attestation_id, a.statement, a.evidence_url, a.attested_on, a.expires_on, a.source_ref
  from attestations a
  join services s on s.service_id = a.service_id
  left join people p on p.person_id = a.verified_by
  where a.criterion_id = 'documentation.newcomer' and a.withdrawn_at is null
    and (s.tier is distinct from 1 or p.team_id <> s.team_id)
)
select service_id,
  count(*) as statements,
  max(attested_on) as last_stated_on,
  max(expires_on) as valid_until
from evidence
group by service_id
