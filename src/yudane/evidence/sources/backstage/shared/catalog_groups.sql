-- every group with its kind: what the annotation says, else what its type suggests
select g.position, g.ref, g.id, coalesce(replace(lower(a.text), '-', '_'), case
           when g.type in ('team', 'squad', 'crew', 'pod', 'product-team', 'feature-team', 'dev-team',
                           'development-team', 'stream-aligned-team') then 'dev'
           when g.type in ('business-unit', 'bu', 'department', 'sub-department', 'division', 'organization',
                           'organisation') then 'business_unit'
           when g.type in ('security', 'security-team') then 'security'
           else 'other' end) as kind
from (select *, replace(replace(lower(trim(body->>'$.spec.type')), '_', '-'), ' ', '-') as type
      from catalog_entities where kind = 'Group') g
left join catalog_annotations a on a.position = g.position and a.key = 'team-kind' and a.good
