-- what a specification lists, SLO or not
select *, unnest(spec->'$.slos[*]') as slo, generate_subscripts(spec->'$.slos[*]', 1) as number
from sloth_specs
