"""Write the demo company's files: python demo/generate.py OUT [--as-of DATE]."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

if __name__ == "__main__" and not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from demo import broken_files, desk, happenings, measurements, papers, rows, slo_files, tailoring
from demo.catalog import catalog
from demo.habits import HARBOR_LOST
from demo.happenings import observed
from demo.organization import ASSESSED, HISTORY, MONTHS, Service, company
from demo.rows import Row
from demo.systems import bill, build_line, cloud_room, delegation_board, scanner, training_calendar, wiki, work_desk
from demo.timeline import Timeline, calendar

TOOL_LOST = "harbor"  # the team with an incident tool of its own, which stopped delivering
OWN_BUILDS = "harbor"  # the team that builds with a tool of its own, which is not connected
NOT_SCANNED = "phone-desk"  # the service the scanner may not look at: it runs at a vendor's
NEW = "parcel-lockers"  # the service that is new; its rows lie in a folder of their own

Writer = Callable[[Service, Timeline], Iterator[Row]]

# What the incident tool knows, and what everybody keeps elsewhere.
INCIDENT_TOOL: Mapping[str, Writer] = {
    "incidents": rows.incident_rows,
    "incident_participants": lambda service, timeline: rows.participant_rows(service),
    "alert_notifications": rows.notification_rows,
    "oncall_shifts": rows.shift_rows,
    "alert_rules": rows.heartbeat_rows,
}
ELSEWHERE: Mapping[str, Writer] = {
    "drills": rows.drill_rows,
    "reviews": lambda service, timeline: chain(
        rows.review_rows(service, timeline), rows.craft_review_rows(service, timeline)
    ),
    "action_items": rows.drill_item_rows,
    "error_budget_events": measurements.budget_rows,
}
COMPANY_WIDE = ("calendar_days",)
TYPED = "suzume"  # the team that records by hand


def generate(out: Path, as_of: date) -> None:
    """Write everything below a folder. The same date gives the same bytes."""
    timeline = Timeline(as_of)
    for path, documents in [*catalog(timeline)]:
        _write_yaml(out / "catalog" / path, documents)
    for path, documents in [*slo_files.slo_files(timeline), *slo_files.rule_files()]:
        _write_yaml(out / path, documents)
    for path, documents in tailoring.program_files(timeline):
        _write_yaml(out / "program" / path, documents)
    for path, text in papers.papers(timeline):
        _write(out / "postmortems" / path, text)
    tables = _tables(timeline)
    for name, entries in _desk(tables):
        _write(out / "desk" / f"{name}.jsonl", _json_lines(entries))
    for name, found in tables.items():
        _write(out / "rows" / f"{name}.jsonl", _json_lines(found))
    _write(out / "meter" / "events.jsonl", measurements.lines(timeline))
    _systems(out, timeline)
    for path, text in broken_files.files(timeline):
        _write(out / path, text)


def _systems(out: Path, timeline: Timeline) -> None:
    """What the company's own systems hand out; the new service's share in a folder of its own."""
    new = company().services[NEW]
    old = [service for service in observed() if service.key != NEW]
    for folder, services in (("main", old), (NEW, [new])):
        for writer in (_build_line, _scanner, _bill, _cloud_room):
            writer(out, folder, services, timeline)
        requests = work_desk.request_entries(services, timeline)
        _write(out / "work-desk" / folder / "requests.jsonl", _json_lines(requests))
    _work_desk(out / "work-desk" / "main", timeline)
    for quarter, sessions in training_calendar.sessions(timeline):
        _write_yaml(out / "training-calendar" / f"{quarter}.yaml", sessions)
    board = out / "delegation-board"
    cards = [*delegation_board.agreement_entries(timeline), *delegation_board.vote_entries(timeline)]
    _write(board / "cards.jsonl", _json_lines([*cards, *delegation_board.ideal_entries(timeline)]))
    _write(board / "levels-before.csv", [delegation_board.SHEET_HEADER, *delegation_board.sheet_lines(timeline)])
    for day in assessed_days(timeline):
        pages = [*wiki.page_entries(day, timeline), *wiki.chore_entries(day, timeline)]
        _write(out / "wiki" / f"{timeline.date(day)}.jsonl", _json_lines(pages))


def assessed_days(timeline: Timeline) -> list[int]:
    """The days on which the company is assessed: the first of each month, and today."""
    firsts = [month.begins for month in timeline.months(ASSESSED + 5) if month.begins < 0]
    return [*firsts[-MONTHS:], 0]


def _build_line(out: Path, folder: str, services: Sequence[Service], timeline: Timeline) -> None:
    projects = (
        item for service in services if service.team != OWN_BUILDS for item in build_line.projects(service, timeline)
    )
    _by_month(out / "build-line" / folder, "", projects)


def _scanner(out: Path, folder: str, services: Sequence[Service], timeline: Timeline) -> None:
    seen = [service for service in services if service.key != NOT_SCANNED]
    path = out / "scanner" / folder
    _by_month(path, "looks-", (item for service in seen for item in scanner.look_entries(service, timeline)))
    for name, write in (
        ("things", scanner.thing_entries),
        ("findings", scanner.finding_entries),
        ("orders", scanner.order_entries),
    ):
        _write(path / f"{name}.jsonl", _json_lines(row for service in seen for row in write(service, timeline)))


def _bill(out: Path, folder: str, services: Sequence[Service], timeline: Timeline) -> None:
    path = out / "bill" / folder
    _by_month(path, "", (item for service in services for item in bill.bill_entries(service, timeline)))
    for name, entries in (("odd", bill.odd_entries), ("hints", bill.hint_entries)):
        _write(path / f"{name}.jsonl", _json_lines(row for service in services for row in entries(service, timeline)))
    for name, header, lines in (
        ("budgets", bill.BUDGET_HEADER, bill.budget_lines),
        ("numbers", bill.NUMBER_HEADER, bill.number_lines),
    ):
        _write(path / f"{name}.csv", [header, *(line for service in services for line in lines(service, timeline))])


def _cloud_room(out: Path, folder: str, services: Sequence[Service], timeline: Timeline) -> None:
    path = out / "cloud-room" / folder
    for name, write in (
        ("changes", cloud_room.change_entries),
        ("notices", cloud_room.notice_entries),
        ("probes", cloud_room.probe_entries),
    ):
        _write(path / f"{name}.jsonl", _json_lines(row for service in services for row in write(service, timeline)))
    lines = (line for service in services for line in cloud_room.log_lines(service, timeline))
    _write(path / "logs.csv", [cloud_room.LOG_HEADER, *lines])


def _work_desk(path: Path, timeline: Timeline) -> None:
    _by_month(
        path, "notes-", (item for team in company().teams.values() for item in work_desk.note_entries(team, timeline))
    )
    _write(path / "answers.jsonl", _json_lines(work_desk.answer_entries(timeline)))


def _by_month(path: Path, name: str, month_entries: Iterable[tuple[str, Row]]) -> None:
    """A file for each month."""
    months: dict[str, list[Row]] = {}
    for month, entry in month_entries:
        months.setdefault(month, []).append(entry)
    for month, entries in months.items():
        _write(path / f"{name}{month}.jsonl", _json_lines(entries))


def _folder(service: Service, table: str) -> str:
    """The folder of a service's rows: most lie together."""
    if service.key == NEW:
        return f"{NEW}/"
    if service.team == TYPED and table in ELSEWHERE:
        return f"{TYPED}/"
    return f"{TOOL_LOST}/" if service.team == TOOL_LOST and table in INCIDENT_TOOL else ""


def _tables(timeline: Timeline) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for table, write in {**INCIDENT_TOOL, **ELSEWHERE}.items():
        for service in observed():
            received = [row for row in write(service, timeline) if not _lost(service, table, row, timeline)]
            found.setdefault(_folder(service, table) + table, []).extend(received)
    for team in company().teams.values():
        if team.kind == "dev":
            folder = f"{TYPED}/" if team.key == TYPED else ""
            found[f"{folder}reviews"] += rows.handover_rows(team.key, timeline)
            found[f"{folder}reviews"] += rows.team_review_rows(team.key, timeline)
    found["reviews"] += rows.program_rows(timeline)
    found["calendar_days"] = [*calendar(timeline, HISTORY)]
    for table, odd in broken_files.rows(timeline):
        found[table].append(odd)
    return found


def _desk(tables: dict[str, list[Row]]) -> Iterator[tuple[str, Iterable[Row]]]:
    """Take out what Harbor's own tool tells, in that tool's form."""
    incidents, participants, calls, duties, _ = (tables.pop(f"{TOOL_LOST}/{table}") for table in INCIDENT_TOOL)
    yield "incidents", desk.incident_entries(incidents, participants)
    yield "calls", desk.call_entries(calls)
    yield "duties", desk.duty_entries(duties)


def _lost(service: Service, table: str, row: Row, timeline: Timeline) -> bool:
    """Whether a row never came, because the team's incident tool had stopped delivering by then."""
    if service.team != TOOL_LOST or table not in INCIDENT_TOOL:
        return False
    if table == "alert_rules":
        return True
    if table == "incident_participants":
        return row["incident_id"] in {i.id for i in happenings.incidents(service) if i.detected > -HARBOR_LOST}
    return bool((row.get("detected_at") or row["starts_at"]) > timeline.stamp(-HARBOR_LOST))


def _json_lines(items: Iterable[Row]) -> Iterator[str]:
    """A line each; where there is none, a line that says so."""
    nothing = True
    for row in items:
        nothing = False
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
    if nothing:
        yield "[]\n"


def _write_yaml(path: Path, documents: Sequence[dict[str, Any]]) -> None:
    _write(path, yaml.safe_dump_all(documents, allow_unicode=True, sort_keys=False, width=120))


def _write(path: Path, text: str | Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines([text] if isinstance(text, str) else text)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the folder to write")
    parser.add_argument("--as-of", type=date.fromisoformat, default=datetime.now(UTC).date(), metavar="DATE")
    options = parser.parse_args(arguments)
    generate(options.out, options.as_of)
    files = sum(1 for path in options.out.rglob("*") if path.is_file())
    print(f"{options.out}: {files} files")


if __name__ == "__main__":
    main()
