"""How the demo's files are collected: the commands, each with what its source looked at and for which time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from demo.generate import (
    COMPANY_WIDE,
    ELSEWHERE,
    INCIDENT_TOOL,
    NEW,
    NOT_SCANNED,
    OWN_BUILDS,
    TOOL_LOST,
    TYPED,
    assessed_days,
)
from demo.habits import HARBOR_LOST, NO_WIKI
from demo.happenings import observed
from demo.organization import HISTORY, MEASURED, Service, company
from demo.timeline import Timeline

WEEKS = 14  # assessed weekly for so long


@dataclass(frozen=True)
class Step:
    """One command of yudane, without --home."""

    about: str
    arguments: tuple[str, ...]


def steps(files: Path, as_of: date) -> Iterator[Step]:
    """From the catalog to the last table. Services of which nobody knows anything are covered by nothing."""
    timeline = Timeline(as_of)
    catalog = ("catalog", "import", str(files / "catalog"))
    yield Step("catalog", catalog)
    yield Step("catalog without the file that is broken", (*catalog, "--exclude", "services/old/warehouse.yaml"))
    yield from _slos(files, timeline)
    yield from _postmortems(files, timeline)
    yield from _rows(files / "rows", timeline)
    yield from _systems(files, timeline)
    harbor = [service for service in observed() if service.team == TOOL_LOST]
    yield _collect(
        "Harbor's incident desk", "harbor-desk", [str(files / "desk")], _covers(harbor), timeline, HISTORY, HARBOR_LOST
    )


def months(files: Path, as_of: date) -> Iterator[tuple[date, Step]]:
    """The days to assess, each after the wiki as it stood then was collected. The last is today."""
    timeline = Timeline(as_of)
    for day in assessed_days(timeline):
        when = timeline.date(day)
        known = [service for service in observed() if service.team != NO_WIKI and -service.since < day]
        path = str(files / "wiki" / f"{when}.jsonl")
        wiki = _collect(f"wiki of {when}", "wiki", [path], _covers(known), timeline, -day, -day)
        yield timeline.moment(day).date(), wiki


def weeks(as_of: date) -> list[date]:
    """The days assessed beside: for long enough that a level may be held."""
    return [as_of - timedelta(weeks=week) for week in range(WEEKS, 0, -1)]


def _systems(files: Path, timeline: Timeline) -> Iterator[Step]:
    """The company's own systems; what they tell of the new service begins with it."""
    new = company().services[NEW]
    everybody = _old()
    for about, source, services in (
        ("the build line", "build-line", [s for s in everybody if s.team != OWN_BUILDS]),
        ("the scanner", "scanner", [s for s in everybody if s.key != NOT_SCANNED]),
        ("the bill", "bill", everybody),
        ("the cloud room", "cloud-room", everybody),
        ("the work desk", "work-desk", everybody),
    ):
        folder = files / source
        yield _collect(about, source, [str(folder / "main")], _covers(services), timeline, HISTORY)
        yield _collect(f"{about}: the new service", source, [str(folder / NEW)], NEW, timeline, new.since)
    calendar, board = "training-calendar", "delegation-board"
    yield _collect("the training calendar", calendar, [str(files / calendar)], "all", timeline, HISTORY)
    yield _imported(_collect("the delegation board", board, [str(files / board)], "all", timeline, HISTORY))


def _old() -> list[Service]:
    return [service for service in observed() if service.key != NEW]


def _covers(services: Iterable[Service]) -> str:
    return ",".join(service.key for service in services)


def _collect(
    about: str, source: str, paths: Iterable[str], services: str, timeline: Timeline, since: int, until: int = 0
) -> Step:
    return Step(
        about,
        (
            "collect",
            source,
            *paths,
            "--covers",
            services,
            "--since",
            timeline.date(-since),
            "--until",
            timeline.date(-until),
            "--yes",
        ),
    )


def _slos(files: Path, timeline: Timeline) -> Iterator[Step]:
    """Files are not dated: what they say is taken to hold as far back as --since, unless they say more themselves."""
    for tool in ("openslo", "sloth", "pyrra"):
        services = [service for service in _old() if company().team_of(service).tool == tool]
        yield _collect(f"SLOs ({tool})", tool, [str(files / "slo" / tool)], _covers(services), timeline, HISTORY)
    new = company().services[NEW]
    path = files / "slo" / "pyrra" / new.team / f"{NEW}.yaml"
    yield _collect("SLOs of the new service", "pyrra", [str(path)], NEW, timeline, new.since)
    yield _collect("alert rules", "prometheus-rules", [str(files / "rules")], _covers(_old()), timeline, HISTORY)
    yield _collect(
        "SLO measurements",
        "meter",
        [str(files / "meter")],
        _covers(observed()),
        timeline,
        MEASURED,
    )


def _postmortems(files: Path, timeline: Timeline) -> Iterator[Step]:
    folder = files / "postmortems"
    yield _collect("postmortems", "postmortems", [str(folder)], _covers(_old()), timeline, HISTORY)
    new = company().services[NEW]
    yield _collect(
        "postmortems of the new service", "postmortems", [str(folder / new.team / NEW)], NEW, timeline, new.since
    )


def _rows(folder: Path, timeline: Timeline) -> Iterator[Step]:
    living = [service for service in _old() if service.team != TOOL_LOST]
    yield _collect("company calendar", "rows", _tables(folder, COMPANY_WIDE), "all", timeline, HISTORY)
    since = company().services[NEW].since
    new = _collect("the new service", "rows", _tables(folder / NEW, INCIDENT_TOOL), NEW, timeline, since)
    yield _of_system(new)
    notes = _collect("its meetings", "rows", _tables(folder / NEW, ELSEWHERE), NEW, timeline, since)
    yield _of_system(notes, "shared-notes")
    typed, tables = [service for service in _old() if service.team == TYPED], _tables(folder / TYPED, ELSEWHERE)
    yield _collect("what a team types in by hand", "rows", tables, _covers(typed), timeline, HISTORY)
    tool = _collect("incident tool", "rows", _tables(folder, INCIDENT_TOOL), _covers(living), timeline, HISTORY)
    yield _of_system(tool)
    elsewhere = [service for service in _old() if service.team != TYPED]
    notes = _collect("meetings and drills", "rows", _tables(folder, ELSEWHERE), _covers(elsewhere), timeline, HISTORY)
    yield _of_system(notes, "shared-notes")


def _of_system(step: Step, system: str = "yobirin") -> Step:
    """Rows that a system wrote: most often the incident tool."""
    return Step(step.about, (*step.arguments, "--system", system))


def _imported(step: Step) -> Step:
    """What people stated elsewhere, before."""
    return Step(step.about, (*step.arguments, "--imported"))


def _tables(folder: Path, tables: Iterable[str]) -> list[str]:
    return [f"{table}={folder / table}.jsonl" for table in tables]
