select * exclude (groups), unnest(groups->'$[*]') as rule_group, generate_subscripts(groups->'$[*]', 1) as group_number
from rule_files
