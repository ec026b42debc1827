-- one row for each file: its front matter in columns
select n.origin,
  max(s.text) filter (where s.field = 'id') as id,
  max(s.text) filter (where s.field = 'drill') as drill,
  max(s.value) filter (where s.field = 'incident') as incident,
  max(s.value) filter (where s.field = 'service') as service,
  max(s.text) filter (where s.field = 'status') as status,
  max(s.text) filter (where s.field = 'owner') as owner,
  max(s.text) filter (where s.field = 'reviewed') as reviewed,
  max(s.text) filter (where s.field = 'audience') as audience,
  max(s.text) filter (where s.field = 'blameless') as blameless,
  max(s.text) filter (where s.field = 'no_action') as no_action,
  max(s.text) filter (where s.field = 'url') as url,
  max(s.value) filter (where s.field = 'action_items') as action_items,
  max(m.moment) filter (where m.field = 'drafted') as drafted_at,
  max(m.moment) filter (where m.field = 'meeting') as met_at,
  max(m.moment) filter (where m.field = 'reviewed') as reviewed_at,
  max(m.moment) filter (where m.field = 'published') as published_at,
  max(m.moment) filter (where m.field = 'updated') as updated_at,
  max(m.moment) filter (where m.field = 'date') as dated_at
from pm_files n
left join pm_front s on s.origin = n.origin
left join pm_moments m on m.origin = n.origin
group by n.origin
