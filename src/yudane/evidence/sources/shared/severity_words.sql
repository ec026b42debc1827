-- what people write for a severity, in lower case and without spaces, - and _
select 'page' as severity, unnest([
  'page', 'pager', 'paging', 'critical', 'crit', 'high', 'urgent', 'emergency', 'emerg', 'fatal', 'disaster',
  'severe', 'sev0', 'sev1', 'sev2', 's0', 's1', 's2', 'p0', 'p1', 'p2']) as word
union all
select 'ticket', unnest([
  'ticket', 'warning', 'warn', 'error', 'medium', 'moderate', 'average', 'major', 'minor', 'sev3', 's3', 'p3'])
union all
select 'info', unnest([
  'info', 'information', 'informational', 'notice', 'none', 'low', 'debug', 'ok',
  'sev4', 'sev5', 's4', 's5', 'p4', 'p5'])
