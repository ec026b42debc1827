"""The files a new source begins with: they lint, and their sample becomes rows."""

from pathlib import Path

from yudane.reading import Place, ProblemsError

_YAML = """\
name: {{en: {name}, ja: {name}}}
about:
  en: Incidents of {name}, one JSON object a line.
  ja: {name} の障害を、1行に1つのJSONオブジェクトとして読み取ります。
files: ["*.jsonl"]
names: [{name}]
problems:
  start_missing:
    en: "Incident {{detail}} does not say when it began. Add started_at."
    ja: "インシデント {{detail}} に始まりの時刻がありません。started_at を加えてください。"
    loses: [incidents]
not_filled:
  incidents: [acknowledged_at, closed_at, lead_team_id]
"""

_INCIDENTS = """\
select
    origin,
    line,
    body->>'$.id' as incident_id,
    body->>'$.service' as service_id,
    case body->>'$.severity' when 'high' then 1 when 'middle' then 3 when 'low' then 5 end as severity,
    body->>'$.started_at' as impact_started_at,
    body->>'$.started_at' as detected_at,
    body->>'$.ended_at' as resolved_at,
    body->>'$.url' as source_ref
from documents
where (body->>'$.id') is not null and (body->>'$.started_at') is not null
"""

_OURS = """\
select origin from documents where (body->>'$.id') is not null
"""

_REJECTED = """\
select origin, line, 'start_missing' as problem, body->>'$.id' as detail, body->>'$.service' as service_id
from documents
where (body->>'$.id') is not null and (body->>'$.started_at') is null
"""

_SAMPLE = """\
{"id": "A-1", "service": "shop", "severity": "high", "started_at": "2026-09-08T01:09:00Z", "ended_at": "2026-09-08T03:05:00Z"}
{"id": "A-2", "service": "search", "severity": "low", "started_at": "2026-09-20T10:00:00Z", "ended_at": null}
"""

_README = """\
# {name}

Say here which files are read, how each column is filled, what is left alone and what is reported, in both languages.
"""


def write_source(folder: Path) -> list[Path]:
    """Write the files of the source a folder is named after. Raises ProblemsError rather than overwrite."""
    if folder.exists():
        raise ProblemsError.one("file_exists", Place(str(folder)))
    texts = {
        "source.yaml": _YAML.format(name=folder.name),
        "incidents.sql": _INCIDENTS,
        "ours.sql": _OURS,
        "rejected.sql": _REJECTED,
        "samples/incidents.jsonl": _SAMPLE,
        "README.md": _README.format(name=folder.name),
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return [folder / name for name in texts]
