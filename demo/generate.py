"""Write the demo company's files: python demo/generate.py OUT [--as-of DATE]."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

if __name__ == "__main__" and not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from demo import desk, faults, happenings, measurements, papers, rows, slo_files, statements
from demo.catalog import catalog
from demo.habits import HARBOR_LOST
from demo.happenings import observed
from demo.organization import HISTORY, Service, company
from demo.rows import Row
from demo.timeline import Timeline, calendar

TOOL_LOST = "harbor"  # the team with an incident tool of its own, which stopped delivering
NEW = "parcel-lockers"  # the service that is new; its rows lie in a folder of their own

Writer = Callable[[Service, Timeline], Iterator[Row]]

# What the incident tool knows, and what everybody keeps elsewhere.
INCIDENT_TOOL: Mapping[str, Writer] = {
    "incidents": rows.incident_rows,
    "incident_participants": lambda service, at: rows.participant_rows(service),
    "alert_notifications": rows.notification_rows,
    "oncall_shifts": rows.shift_rows,
}
ELSEWHERE: Mapping[str, Writer] = {
    "drills": rows.drill_rows,
    "reviews": rows.review_rows,
    "action_items": rows.drill_item_rows,
    "error_budget_events": measurements.budget_rows,
}
COMPANY_WIDE = ("calendar_days", "attestations", "waivers")


def generate(out: Path, as_of: date) -> None:
    """Write everything below a folder. The same date gives the same bytes."""
    at = Timeline(as_of)
    for path, documents in [*catalog(at)]:
        _write_yaml(out / "catalog" / path, documents)
    for path, documents in [*slo_files.slo_files(at), *slo_files.rule_files()]:
        _write_yaml(out / path, documents)
    for path, text in papers.papers(at):
        _write(out / "postmortems" / path, text)
    tables = _tables(at)
    for name, entries in _desk(tables):
        _write(out / "desk" / f"{name}.jsonl", _json_lines(entries))
    for name, found in tables.items():
        _write(out / "rows" / f"{name}.jsonl", _json_lines(found))
    _write(out / "rows" / "slo_measurements.csv", measurements.lines(at))
    for path, text in faults.files(at):
        _write(out / path, text)


def _folder(service: Service, table: str) -> str:
    """The folder of a service's rows: most lie together."""
    if service.key == NEW:
        return f"{NEW}/"
    return f"{TOOL_LOST}/" if service.team == TOOL_LOST and table in INCIDENT_TOOL else ""


def _tables(at: Timeline) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for table, write in {**INCIDENT_TOOL, **ELSEWHERE}.items():
        for service in observed():
            told = [row for row in write(service, at) if not _lost(service, table, row, at)]
            found.setdefault(_folder(service, table) + table, []).extend(told)
    for team in company().teams.values():
        found["reviews"] += rows.handover_rows(team.key, at)
    found |= _documents(at)
    found["calendar_days"] = [*calendar(at, HISTORY)]
    found["attestations"] = [*statements.attestation_rows(at)]
    found["waivers"] = [*statements.waiver_rows(at)]
    for table, odd in faults.rows(at):
        found[table].append(odd)
    return found


def _desk(tables: dict[str, list[Row]]) -> Iterator[tuple[str, Iterable[Row]]]:
    """Take out what Harbor's own tool tells, in that tool's form."""
    incidents, participants, calls, duties = (tables.pop(f"{TOOL_LOST}/{table}") for table in INCIDENT_TOOL)
    yield "incidents", desk.incident_entries(incidents, participants)
    yield "calls", desk.call_entries(calls)
    yield "duties", desk.duty_entries(duties)


def _lost(service: Service, table: str, row: Row, at: Timeline) -> bool:
    """Whether a row never came, because the team's incident tool had stopped delivering by then."""
    if service.team != TOOL_LOST or table not in INCIDENT_TOOL:
        return False
    if table == "incident_participants":
        return row["incident_id"] in {i.id for i in happenings.incidents(service) if i.detected > -HARBOR_LOST}
    return bool((row.get("detected_at") or row["starts_at"]) > at.stamp(-HARBOR_LOST))


def _documents(at: Timeline) -> dict[str, list[Row]]:
    shared = [*statements.company_documents(at), *statements.team_documents(at)]
    own = [*statements.service_documents(at)]
    return {
        "documents": shared + [row for row in own if row["service_id"] != NEW],
        f"{NEW}/documents": [row for row in own if row["service_id"] == NEW],
    }


def _json_lines(items: Iterable[Row]) -> Iterator[str]:
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in items)


def _write_yaml(path: Path, documents: list[dict[str, Any]]) -> None:
    _write(path, yaml.safe_dump_all(documents, allow_unicode=True, sort_keys=False, width=120))


def _write(path: Path, text: str | Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines([text] if isinstance(text, str) else text)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the folder to write")
    parser.add_argument("--as-of", type=date.fromisoformat, default=datetime.now(UTC).date(), metavar="DATE")
    told = parser.parse_args(arguments)
    generate(told.out, told.as_of)
    files = sum(1 for path in told.out.rglob("*") if path.is_file())
    print(f"{told.out}: {files} files")


if __name__ == "__main__":
    main()
