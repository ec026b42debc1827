-- our own annotations, and whether their value can be used (null: there is no such annotation for this kind)
select position, key, text,
       case when kind = 'Component' then case
                when key = 'tier' then regexp_full_match(text, '[1-3]')
                when key in ('user-facing', 'publicly-exposed', 'handles-personal-data', 'in-scope', 'embedded-sre',
                             'central-commitments')
                then lower(text) in ('true', 'false', 'yes', 'no')
                when key = 'on-call-hours' then text in ('24x7', 'business', 'none')
                when key = 'production-since' then regexp_full_match(text, '(19[7-9]\d|[2-9]\d{3})-\d\d-\d\d')
                                                   and try_cast(text as date) is not null
                when key in ('critical-journeys', 'cost-scopes', 'business-unit') then text <> ''
                when key = 'names' then text <> '' and len(list_filter(
                    string_split_regex(text, '[,、，]'),
                    lambda pair: trim(pair) <> '' and not regexp_full_match(pair, '\s*[^=\s][^=]*=.*\S.*'))) = 0
                end
            when kind = 'Group' then case
                when key = 'team-kind' then replace(lower(text), '-', '_')
                                            in ('dev', 'sre_company', 'business_unit', 'security', 'other')
                when key = 'site-count' then regexp_full_match(text, '\d{1,4}')
                when key = 'headcount' then regexp_full_match(text, '\d{1,6}(\.\d{1,6})?')
                when key = 'business-unit' then text <> ''
                end
            end as good
from (
    select position, kind, substr(note.key, 12) as key,
           case when json_type(note.value) in ('OBJECT', 'ARRAY') then ''
                else coalesce(trim(note.value->>'$'), '') end as text
    from (select position, kind,
                 unnest(map_entries(try_cast(body->'$.metadata.annotations' as map(varchar, json)))) as note
          from catalog_entities)
    where starts_with(note.key, 'yudane.dev/'))
