-- The repositories of the catalog as owner/name in small letters: the last two parts of the path, up to what leads
-- into the repository (/tree/…, /-/…), a query or an ending .git.
with told as (
    select s.service_id, regexp_extract(lower(trim(a.address)),
               '^[^?#]*?([^/:?#]+)/(?:_git/)?([^/?#]+?)(?:\.git)?/*(?:/(?:-|tree|blob|src)/.*|[?#].*)?$',
               ['owner', 'name']) as part
    from services s cross join unnest(s.repo_urls) as a(address)
)
select distinct service_id, concat(part.owner, '/', part.name) as repository
from told
where part.name <> ''
