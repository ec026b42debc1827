"""Collect: what somebody wants taken in, and read. Taking it in is another thing (see taking)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path

from yudane.evidence.batch import ALL, HANDS, IMPORTED, Batch
from yudane.evidence.delivery import Delivery, plain, read_paths, read_tables
from yudane.evidence.directory import rows_of_source
from yudane.evidence.sources.source import Source, shipped_names
from yudane.reading import ProblemsError
from yudane.workspace.sheets import sheet_delivery
from yudane.workspace.sheets.convert import Known
from yudane.workspace.workspace import Workspace

ROWS, CATALOG, SHEET, EVERYBODY = "rows", "backstage", "spreadsheet", "all"
_SYSTEM, _OURS = re.compile(r"[a-z][a-z0-9-]{1,59}"), ("yudane", EVERYBODY)


@dataclass(frozen=True)
class Collection:
    """What somebody wants taken in. `places` are paths, or addresses of a source that pulls."""

    source: str  # a source's name, or `rows`
    places: tuple[str, ...]
    tables: tuple[str, ...] = ()  # of `rows`: the table that each place holds
    covers: str | None = None  # `all`, or names separated by commas
    until: date | None = None
    since: date | None = None
    exclude: tuple[str, ...] = ()
    name: str | None = None  # by which the delivery is known, in the place of its paths
    replaces: bool = False  # of `rows`: what stood under the name goes where it is not among these
    system: str | None = None  # of `rows`: the system that wrote them; else they are by hand
    imported: bool = False  # what people stated elsewhere, before
    lifecycle: str = ""  # of spreadsheets: that of services whose row says none
    called: tuple[str, ...] = ()  # the places as people call them, where they lie elsewhere for the moment

    @property
    def told_by(self) -> str:
        """Who the evidence is from."""
        return IMPORTED if self.imported else self.system or self.source


def catalog_import(places: Sequence[str], exclude: Sequence[str] = (), name: str | None = None) -> Collection:
    """Services, teams and people: always of everybody."""
    return Collection(CATALOG, tuple(places), covers=EVERYBODY, exclude=tuple(exclude), name=name)


def sheet_import(places: Sequence[str], called: Sequence[str] = (), lifecycle: str = "") -> Collection:
    """The same from spreadsheets as people keep them: adds and changes, and takes nothing away. `lifecycle`: of services that
    say none."""
    return Collection(SHEET, tuple(places), covers=EVERYBODY, called=tuple(called), lifecycle=lifecycle)


@dataclass
class Collector:
    """One collection in a workspace. Raises ProblemsError where its source is unknown or faulty."""

    workspace: Workspace
    collection: Collection

    def __post_init__(self) -> None:
        system = self.collection.system
        if system is None:
            return
        if self.collection.source != ROWS or self.collection.imported:
            raise ProblemsError.one("system_of_rows_only")
        if not _SYSTEM.fullmatch(system) or system in (*HANDS, *_OURS) or self._is_a_source(system):
            raise ProblemsError.one("system_name_taken", name=system[:60])

    def _is_a_source(self, name: str) -> bool:
        return name in shipped_names() or (self.workspace.own_sources / name).is_dir()

    @cached_property
    def source(self) -> Source | None:
        """None for `rows` and for spreadsheets, which become rows."""
        return None if self.collection.source in (ROWS, SHEET) else self.workspace.source(self.collection.source)

    @property
    def pulls(self) -> bool:
        return bool(self.source and self.source.pull)

    def read(self, leaving: Sequence[str] = ()) -> Delivery:
        """The files, but for what is excluded and these. Empty where the source pulls."""
        asked = self.collection
        if self.pulls:
            return Delivery()
        paths, exclude = [Path(place) for place in asked.places], _by_name_too([*asked.exclude, *leaving], asked.name)
        if self.source:
            delivery = read_paths(self.source, paths, exclude)
        elif asked.source == SHEET:
            delivery = sheet_delivery(paths, self._known(), self.workspace.contracts, asked.lifecycle)
        else:
            delivery = read_tables(list(zip(asked.tables, paths, strict=True)), exclude, self.workspace.contracts)
        return delivery.renamed(asked.name, paths) if asked.name else delivery

    def _known(self) -> Known:
        """What the catalog as it stands calls services and teams."""
        known, workspace = Known(), self.workspace
        for team in workspace.teams():
            known.learn("teams", team["team_id"], team["name"])
        for service in workspace.services():
            known.learn("services", service["service_id"], service["name"])
        versions = workspace.lake.versions()
        known.rows = {kind: rows_of_source(workspace.lake, versions, kind, SHEET) for kind in known.ids}
        return known

    def batch(self, received_at: datetime) -> Batch:
        """The delivery that this becomes. `received_at` in naive UTC."""
        asked, source = self.collection, self.source
        covers = None if asked.covers is None else (ALL,) if asked.covers == EVERYBODY else _names(asked.covers)
        return Batch(
            source=asked.told_by,
            received_at=received_at,
            until=asked.until or received_at.date(),
            vouched=asked.until is not None,
            since=datetime.combine(asked.since, time()) if asked.since else None,
            covers=covers,
            restates=self._restates(),
            names=source.names if source else (),
            not_filled=source.not_filled if source else {},
            recovered=source.recovered if source else (),
            complete_tables=source.complete_tables if source else (),
        )

    def _restates(self) -> tuple[str, ...]:
        """The places that this delivery tells anew and in full."""
        asked = self.collection
        if self.source and not self.pulls:
            return (asked.name,) if asked.name else tuple(str(plain(Path(place))) for place in asked.places)
        return (asked.name or "",) if asked.replaces else ()


def _by_name_too(exclude: Sequence[str], name: str | None) -> list[str]:
    """Files may be left out as a named delivery tells them too: `ci/a.yaml` is its a.yaml."""
    start = f"{name}/"
    return [*exclude, *(one.removeprefix(start) for one in exclude if name and one.startswith(start))]


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
