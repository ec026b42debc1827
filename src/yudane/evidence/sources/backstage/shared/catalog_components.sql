-- services with what their annotations say
select *, map_from_entries(list_filter(
              map_entries(try_cast(body->'$.metadata.annotations' as map(varchar, json))),
              lambda note: json_type(note.value) not in ('OBJECT', 'ARRAY', 'NULL'))) as said
from catalog_entities where kind = 'Component'
