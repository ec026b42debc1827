-- every file with its name, and with the nearest folder that tells something: none of years, reports and the like
select *,
  coalesce(
    list_filter(folders, lambda name: not regexp_full_match(lower(name),
      '(post-?mortem|incident|report|review|retrospective|incident-(report|review)|doc|document|page)s?'
      || '|documentation|content|source|src|wiki|archive'
      || '|ふりかえり|振り返り|ポストモーテム|障害(報告書?)?|インシデント'
      || '|\d{1,4}(-?(q\d|\d{2}))?|\d{4}-\d{2}-\d{2}.*|inc-?\d+.*'))[1],
    folders[1]) as folder
from (
  select *, regexp_replace(regexp_extract(path, '[^/]+$'), '\.(md|markdown)$', '', 'i') as stem,
    list_reverse(list_filter(string_split(regexp_extract(path, '^(.*)/', 1), '/'), lambda name: name <> '')) as folders
  from (select origin, line, position, body, substr(origin, strpos(origin, ':') + 1) as path from documents))
