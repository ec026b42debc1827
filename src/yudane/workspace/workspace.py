"""A workspace: the folder that holds an organization's state (its home), and everything the faces need from it."""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from yudane.assessment.assess import Assessor
from yudane.assessment.queries import Answers
from yudane.assessment.store import Assessment, Assessments
from yudane.contracts import Contracts
from yudane.evidence.accounts import SourceAccount, displaced, source_accounts, systems_telling
from yudane.evidence.collect import Store
from yudane.evidence.directory import (
    IncidentRow,
    ServiceRow,
    TeamRow,
    criteria_named,
    incident,
    own_days,
    services,
    teams,
)
from yudane.evidence.lake import Lake
from yudane.evidence.left_outs import LeftOut, left_outs
from yudane.evidence.raw import RawStore
from yudane.evidence.renames import renames
from yudane.evidence.sources import Source, load_source
from yudane.program import Program, load_program
from yudane.program.business_days import BusinessDays
from yudane.program.own_tables import contracts_of
from yudane.reading import Place, ProblemsError
from yudane.reading.replacing import replacing

_FORMAT = 2


def default_root() -> Path:
    """YUDANE_HOME, else the user's data folder."""
    if stated := os.environ.get("YUDANE_HOME"):
        return Path(stated)
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "yudane"


def _format_of(file: Path) -> int:
    try:
        return int(json.loads(file.read_text("utf-8"))["format"])
    except (ValueError, KeyError, TypeError):
        raise ProblemsError.one("home_broken", Place(str(file))) from None


@dataclass
class Workspace:
    """home.json, secret.key, lake/, raw/, assessments/, and the organization's own program/ and sources/."""

    root: Path

    @classmethod
    def open(cls, root: Path) -> "Workspace":
        """Raises ProblemsError where no home was made, or a newer Yudane made it. An older one is brought up to date."""
        file = root / "home.json"
        if not file.is_file():
            raise ProblemsError.one("home_missing", Place(str(root)))
        found_format = _format_of(file)
        if found_format > _FORMAT:
            raise ProblemsError.one("home_newer", Place(str(root)), made=found_format, known=_FORMAT)
        if found_format < _FORMAT:  # 2: keys of four tables took the service in; wider keys need no rewriting
            with replacing(file) as temporary:
                temporary.write_text(json.dumps({"format": _FORMAT}) + "\n", "utf-8")
        return cls(root)

    @classmethod
    def create(cls, root: Path) -> "Workspace":
        """Make a home; one that is there stays as it is."""
        for folder in ("program", "sources", "lake", "raw", "assessments"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        (root / "raw").chmod(0o700)
        key = root / "secret.key"
        if not key.exists():
            with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
        if not (root / "home.json").exists():
            (root / "home.json").write_text(json.dumps({"format": _FORMAT}) + "\n", "utf-8")
        return cls(root)

    @property
    def overlay(self) -> Path | None:
        """The organization's own program, where it has files."""
        folder = self.root / "program"
        return folder if folder.is_dir() and any(folder.iterdir()) else None

    @property
    def own_sources(self) -> Path:
        return self.root / "sources"

    @cached_property
    def program(self) -> Program:
        """Raises ProblemsError when the overlay is faulty."""
        return load_program(self.overlay)

    @cached_property
    def contracts(self) -> Contracts:
        """The evidence tables, an organization's own among them, also where the rest of its program is faulty."""
        return contracts_of(self.overlay)

    def program_of(self, assessment: Assessment) -> Program:
        """The program that decided an assessment, to explain it with; today's where it was not kept."""
        if assessment.program_version == self.program.version:
            return self.program
        return self.assessments.program(assessment.program_version) or self.program

    @cached_property
    def salt(self) -> str:
        return (self.root / "secret.key").read_text("utf-8").strip()

    @property
    def lake(self) -> Lake:
        return Lake(self.root / "lake", self.contracts)

    @property
    def store(self) -> Store:
        return Store(self.lake, RawStore(self.root / "raw"), self.salt)

    @property
    def assessments(self) -> Assessments:
        return Assessments(self.root / "assessments")

    @property
    def answers(self) -> Answers:
        return Answers(self.assessments)

    @property
    def assessor(self) -> Assessor:
        return Assessor(self.program, self.lake, self.assessments)

    def source_coverage(self, today: date) -> list[SourceAccount]:
        """What each source covers on a day."""
        return source_accounts(self.lake, today)

    def systems_telling(self, table: str, today: date) -> dict[str, str]:
        """By service, or `*` for all, a system that looked at it in a table lately."""
        return systems_telling(self.lake, table, today)

    def services(self) -> list[ServiceRow]:
        """The services of the catalog as it stands."""
        return services(self.lake, self.lake.versions())

    def teams(self) -> list[TeamRow]:
        """The teams of the catalog as it stands."""
        return teams(self.lake, self.lake.versions())

    def business_days(self) -> BusinessDays:
        """As the calendar stands."""
        return self.program.business_days(own_days(self.lake, self.lake.versions()))

    def incident(self, incident_id: str, service: str) -> list[IncidentRow]:
        """What the sources tell of one incident of a service."""
        return incident(self.lake, self.lake.versions(), incident_id, service)

    def unknown_criteria(self, table: str) -> list[str]:
        """What rows of a table are about that the program has no criterion for, so that they never count."""
        if not self.contracts[table].stated or not self.contracts[table].has("criterion_id"):
            return []
        known = {name for one in self.program.criteria() for name in (one.id, *one.formerly)}
        return [name for name in criteria_named(self.lake, self.lake.versions(), table) if name not in known]

    def called_now(self, service: str) -> str:
        """A service's id, also where it was renamed."""
        return renames(self.lake, self.lake.versions()).get(service, service)

    def displaced(self) -> list[tuple[str, str, int]]:
        """Rows that an older Yudane let go because their id came for another service (see accounts)."""
        return displaced(self.lake)

    def left_outs(self, **chosen: Any) -> list[LeftOut]:
        """What could not be taken in, until mended or dismissed (see left_outs)."""
        return left_outs(self.lake, self.own_sources, **chosen)

    def source(self, key: str) -> Source:
        return load_source(key, self.own_sources, self.contracts)

    def assessment(self, day: date | None = None) -> Assessment:
        """The newest assessment (not after a day). Raises ProblemsError where there is none."""
        found = self.assessments.newest(day)
        if found is None:
            raise ProblemsError.one("assessment_missing")
        return found
