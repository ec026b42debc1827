"""What pages are drawn from: the home, its program, an assessment, the catalog. Kept in process while unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from django.http import HttpRequest

from yudane.assessment.assess import Assessor
from yudane.assessment.explanation.dispute import disputed
from yudane.assessment.store import Assessment
from yudane.evidence import directory
from yudane.evidence.directory import ServiceRow, TeamRow
from yudane.evidence.renames import renames
from yudane.faces.web.shared.cache import Cache
from yudane.program import Program
from yudane.reading import Place, ProblemsError
from yudane.records.home import served_workspace
from yudane.workspace import Workspace

Stamp = tuple[tuple[str, int, int], ...]


def stamp(*paths: Path) -> Stamp:
    """What tells whether files are still the same: path, time of change, size."""
    found = ((path, path.stat()) for path in paths if path.is_file())
    return tuple((str(path), status.st_mtime_ns, status.st_size) for path, status in found)


def program(workspace: Workspace) -> Program:
    """The program in force, read again when a file of the overlay changed. Raises ProblemsError."""
    files = sorted(workspace.overlay.rglob("*")) if workspace.overlay else []
    return _programs.get((workspace.root, stamp(*files)), lambda: workspace.program)


@dataclass(frozen=True)
class Directory:
    """The catalog as it stands."""

    services: tuple[ServiceRow, ...]
    teams: tuple[TeamRow, ...]
    renamed: Mapping[str, str]  # new id by old id

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Team names by id."""
        return {team["team_id"]: team["name"] for team in self.teams}

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Of teams by id: dev_team, sre_company, ..."""
        return {team["team_id"]: team["kind"] for team in self.teams}

    def name(self, team: str | None) -> str:
        """What people call a team, its id where nobody says; empty without a team."""
        return self.names.get(team, team) if team else ""

    def before(self, service: str) -> list[str]:
        """The names a service had."""
        return sorted(old for old, now in self.renamed.items() if now == service)

    @cached_property
    def by_id(self) -> Mapping[str, ServiceRow]:
        return {service["service_id"]: service for service in self.services}


def catalog(workspace: Workspace) -> Directory:
    """Services and teams as they stand, read again when either changed."""
    return _catalogs.get(stamp(workspace.lake.manifest), lambda: _read_catalog(workspace))


def team_kind(team: str) -> str:
    """What kind of team it is; empty where the catalog does not know it, or there is none."""
    try:
        return catalog(served_workspace()).kinds.get(team, "")
    except ProblemsError:
        return ""


def _read_catalog(workspace: Workspace) -> Directory:
    versions = workspace.lake.versions()
    return Directory(
        tuple(directory.services(workspace.lake, versions)),
        tuple(directory.teams(workspace.lake, versions)),
        renames(workspace.lake, versions),
    )


_programs: Cache[Program] = Cache(4)
_catalogs: Cache[Directory] = Cache(4)
_disputed: Cache[frozenset[tuple[str, str]]] = Cache(8)


@dataclass(frozen=True)
class RequestContext:
    """One assessment with the program and the catalog beside it."""

    workspace: Workspace
    program: Program
    assessment: Assessment
    catalog: Directory

    @property
    def program_then(self) -> Program:
        """The one that decided, in whose words and values the assessment is explained."""
        version = self.assessment.program_version
        if version == self.program.version:
            return self.program
        return _programs.get((self.workspace.root, version), lambda: self.workspace.program_of(self.assessment))

    @property
    def stamp(self) -> Stamp:
        """Changes whenever what a page says could change."""
        files = (self.workspace.assessments.table(self.assessment, name) for name in ("levels", "outcomes"))
        return (("program " + self.program.version, 0, 0), *stamp(*files))

    @property
    def disputed(self) -> frozenset[tuple[str, str]]:
        """(service, activity) with a dispute that waits for its answer; of a day in the past, as it was then."""
        lake, day = self.workspace.lake, self.assessment.as_of if self.past else None
        return _disputed.get((stamp(lake.manifest), day), lambda: disputed(lake, day))

    @property
    def dates(self) -> Stamp:
        """Changes whenever an assessment is made or made anew."""
        return stamp(*sorted(self.workspace.assessments.root.glob("*.json")))

    @property
    def assessor(self) -> Assessor:
        """Of the program that was read already."""
        return Assessor(self.program, self.workspace.lake, self.workspace.assessments)

    @property
    def past(self) -> bool:
        """A newer assessment is there."""
        return self.assessment.as_of != self.workspace.assessments.dates()[-1]

    @property
    def program_changed(self) -> bool:
        return self.assessment.program_version != self.program.version


def request_context(request: HttpRequest) -> RequestContext:
    """The newest assessment, or the newest not after `?at=`.

    Raises ProblemsError: no home, a faulty program, nothing assessed, no date.
    """
    return context_at(day_asked(request))


def context_at(day: date | None = None) -> RequestContext:
    workspace = served_workspace()
    return RequestContext(workspace, program(workspace), workspace.assessment(day), catalog(workspace))


def day_asked(request: HttpRequest) -> date | None:
    """The date of `?at=`. Raises ProblemsError where it is none."""
    text = request.GET.get("at", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ProblemsError.one("date_broken", Place(), value=text[:40]) from None
