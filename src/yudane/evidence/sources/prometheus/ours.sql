-- answers this source saved, and such as lost a part of it
select distinct origin
from prom_answers
where meant
