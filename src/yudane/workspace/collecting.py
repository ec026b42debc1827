"""Collect: what somebody wants taken in, read and taken in; and what was taken in, mapped anew or taken back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from yudane.evidence import collect as taking
from yudane.evidence.batch import ALL, HANDS, IMPORTED, Answer, Batch, Report
from yudane.evidence.delivery import Delivery, plain, read_paths, read_tables
from yudane.evidence.fetching import FetchRequest, fetch
from yudane.evidence.left_outs import dismiss
from yudane.evidence.sources.source import Source, shipped_names
from yudane.evidence.withdrawal import Withdrawn, withdraw
from yudane.reading import ProblemsError
from yudane.reading.progress import Progress, silent
from yudane.workspace.sheets import sheet_delivery
from yudane.workspace.sheets.convert import Known
from yudane.workspace.workspace import Workspace

ROWS, CATALOG, SHEET, EVERYBODY = taking.ROWS, "backstage", "spreadsheet", "all"
_SYSTEM, _OURS = re.compile(r"[a-z][a-z0-9-]{1,59}"), ("yudane", EVERYBODY)
FIRST_PULL = timedelta(days=28)  # how far back is asked where nothing is said


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

    @property
    def told_by(self) -> str:
        """Who the evidence is from."""
        return IMPORTED if self.imported else self.system or self.source


def catalog_import(places: Sequence[str], exclude: Sequence[str] = (), name: str | None = None) -> Collection:
    """Services, teams and people: always of everybody."""
    return Collection(CATALOG, tuple(places), covers=EVERYBODY, exclude=tuple(exclude), name=name)


def sheet_import(places: Sequence[str]) -> Collection:
    """The same from spreadsheets as people keep them: adds and changes, and takes nothing away."""
    return Collection(SHEET, tuple(places), covers=EVERYBODY)


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
            delivery = sheet_delivery(paths, self._known(), self.workspace.contracts)
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
        return known

    def collect(self, delivery: Delivery, received_at: datetime, answer: Answer, progress: Progress = silent) -> Report:
        """Take it in; a source that pulls is asked now. Raises ProblemsError, AskError (see evidence.collect)."""
        batch, store = self._batch(received_at), self.workspace.store
        if self.source is None:
            return taking.collect_rows(store, delivery, batch, answer)
        if self.pulls:
            since = batch.since or datetime.combine(batch.until, time()) - FIRST_PULL
            delivery, batch = self._fetched(self.source, since, batch.until, progress), replace(batch, since=since)
        return taking.collect(store, self.source, delivery, batch, answer)

    def again(self, received_at: datetime, answer: Answer) -> Report:
        """Map anew what the source delivered before."""
        return taking.again(self.workspace.store, self.source, self._batch(received_at), answer)

    def _fetched(self, source: Source, since: datetime, until: date, progress: Progress) -> Delivery:
        request = FetchRequest(source, self.workspace.lake, since, datetime.combine(until, time()), progress)
        delivery = Delivery()
        for address in self.collection.places:
            answers = fetch(request, address)
            delivery.files += answers.files
            delivery.scopes |= answers.scopes
        return delivery

    def _batch(self, received_at: datetime) -> Batch:
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


def take_back(workspace: Workspace, what: str, why: str, now: datetime) -> Withdrawn:
    """Rows and coverage of a batch, a source or a path. Raises ProblemsError where there is none of it."""
    return withdraw(workspace.lake, what, why, now)


def dismiss_left_out(workspace: Workspace, name: str, who: str, why: str, now: datetime) -> None:
    """It hides nothing from now on. Raises ProblemsError where nothing open is called so."""
    dismiss(workspace.lake, name, who, why, now)


def _by_name_too(exclude: Sequence[str], name: str | None) -> list[str]:
    """Files may be left out as a named delivery tells them too: `ci/a.yaml` is its a.yaml."""
    start = f"{name}/"
    return [*exclude, *(one.removeprefix(start) for one in exclude if name and one.startswith(start))]


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
