"""What pages are drawn from: the home, its program, an assessment, the catalog. Kept in process while unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from yudane.assessment.store import Assessment
from yudane.evidence import directory
from yudane.faces.home import Home
from yudane.program import Program
from yudane.reading import Place, ProblemsError

Row = dict[str, Any]
Stamp = tuple[tuple[str, int, int], ...]


def home() -> Home:
    """The home the server was started for. Raises ProblemsError where there is none."""
    return Home.open(Path(settings.YUDANE_HOME))


def stamp(*paths: Path) -> Stamp:
    """What tells whether files are still the same: path, time of change, size."""
    found = ((path, path.stat()) for path in paths if path.is_file())
    return tuple((str(path), told.st_mtime_ns, told.st_size) for path, told in found)


def program(at: Home) -> Program:
    """The program in force, read again when a file of the overlay changed. Raises ProblemsError."""
    files = sorted(at.overlay.rglob("*")) if at.overlay else []
    return _program(at.root, stamp(*files))


@lru_cache(maxsize=4)
def _program(root: Path, _: Stamp) -> Program:
    return Home(root).program


@dataclass(frozen=True)
class Directory:
    """The catalog as it stands."""

    services: tuple[Row, ...]
    teams: tuple[Row, ...]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Team names by id."""
        return {team["team_id"]: team["name"] for team in self.teams}

    @cached_property
    def by_id(self) -> Mapping[str, Row]:
        return {service["service_id"]: service for service in self.services}


def catalog(at: Home) -> Directory:
    versions = at.lake.versions()
    return _catalog(at.root, versions.get("services"), versions.get("teams"))


@lru_cache(maxsize=4)
def _catalog(root: Path, services: int | None, teams: int | None) -> Directory:
    lake = Home(root).lake
    told = {"services": services, "teams": teams}
    versions = {table: version for table, version in told.items() if version is not None}
    return Directory(tuple(directory.services(lake, versions)), tuple(directory.teams(lake, versions)))


@dataclass(frozen=True)
class Scene:
    """One assessment with the program and the catalog beside it."""

    home: Home
    program: Program
    made: Assessment
    catalog: Directory

    @property
    def stamp(self) -> Stamp:
        """Changes whenever what a page says could change."""
        files = (self.home.assessments.table(self.made, name) for name in ("levels", "outcomes"))
        return (("program " + self.program.version, 0, 0), *stamp(*files))

    @property
    def program_changed(self) -> bool:
        return self.made.program_version != self.program.version


def scene(request: HttpRequest) -> Scene:
    """The newest assessment, or the newest not after `?at=`.

    Raises ProblemsError: no home, a faulty program, nothing assessed, no date.
    """
    at = home()
    return Scene(at, program(at), at.assessment(day_asked(request)), catalog(at))


def day_asked(request: HttpRequest) -> date | None:
    """The date of `?at=`. Raises ProblemsError where it is none."""
    text = request.GET.get("at", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ProblemsError.one("date_broken", Place(), value=text[:40]) from None
