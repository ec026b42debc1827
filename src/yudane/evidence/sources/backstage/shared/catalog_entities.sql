-- the first of each kind, namespace and name stands
select * from sound_documents
qualify row_number() over (partition by ref order by origin, line, position) = 1
