-- files with an entity of Backstage's, or with something that was meant to be one
select distinct origin
from documents
where regexp_matches(lower(body->>'$.apiVersion'), '^([a-z0-9-]+\.)*backstage\.io(/|$)')
union
select distinct origin
from problems_of_documents
