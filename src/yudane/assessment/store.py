"""Assessments on disk: for each date a folder named by what it was made of, and a pointer replaced last.

The folder's name is a hash of the date, the program's version and the versions of the tables read: the same
assessment made again lands in the same place with the same bytes. What a new one replaces stays until the next, for who is
still reading it.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from pathlib import Path

from yudane.program import Program
from yudane.reading.compiled import decoded, encoded
from yudane.reading.replacing import replacing

TABLES = ("services", "outcomes", "levels", "indicated", "stated", "gated")


@dataclass(frozen=True)
class Assessment:
    """What an assessment was made of."""

    as_of: date
    known: str  # then, now
    program_version: str
    versions: Mapping[str, int]  # of the evidence tables it read
    made_at: datetime | None = field(default=None, compare=False)  # naive UTC; None where nobody said
    made_by: str = field(default="", compare=False)  # our code that asked the checks

    @property
    def id(self) -> str:
        made_of = {each.name: getattr(self, each.name) for each in fields(self) if each.compare}
        said = json.dumps(made_of, sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, object]:
        made_at = self.made_at.isoformat() if self.made_at else None
        return asdict(self) | {"as_of": self.as_of.isoformat(), "made_at": made_at}


@dataclass(frozen=True)
class Assessments:
    """All assessments under one folder."""

    root: Path

    def dates(self) -> list[date]:
        """The dates assessed, oldest first."""
        return sorted(date.fromisoformat(path.stem) for path in self.root.glob("????-??-??.json"))

    def get(self, as_of: date) -> Assessment | None:
        try:
            values = json.loads((self.root / f"{as_of}.json").read_text("utf-8"))
        except FileNotFoundError:
            return None
        made_at = values.get("made_at")
        return Assessment(
            as_of,
            values["known"],
            values["program_version"],
            values["versions"],
            datetime.fromisoformat(made_at) if made_at else None,
            values.get("made_by", ""),
        )

    def newest(self, day: date | None = None) -> Assessment | None:
        """The newest assessment, or the newest not after a day."""
        fitting = [found for found in self.dates() if day is None or found <= day]
        return self.get(fitting[-1]) if fitting else None

    def before(self, as_of: date) -> Assessment | None:
        earlier = [found for found in self.dates() if found < as_of]
        return self.get(earlier[-1]) if earlier else None

    def after(self, as_of: date) -> list[Assessment]:
        found = (self.get(day) for day in self.dates() if day > as_of)
        return [assessment for assessment in found if assessment]

    def folder(self, assessment: Assessment) -> Path:
        return self.root / f"{assessment.as_of}" / assessment.id

    def table(self, assessment: Assessment, name: str) -> Path:
        """The Parquet file of one of TABLES."""
        return self.folder(assessment) / f"{name}.parquet"

    def keep_program(self, program: Program) -> None:
        """By its version, so that what it decided can be explained later in its own words and values."""
        path = self._program(program.version)
        if path.exists():
            return
        path.parent.mkdir(exist_ok=True)
        with replacing(path) as temporary:
            temporary.write_bytes(encoded(program))

    def program(self, version: str) -> Program | None:
        """The program of a version, to explain with and never to run; None where it was not kept or cannot be read."""
        try:
            return decoded(self._program(version).read_bytes(), Program)
        except (OSError, ValueError):
            return None

    def _program(self, version: str) -> Path:
        return self.root / "programs" / f"{version}.json"

    def point(self, assessment: Assessment) -> None:
        """Make a finished folder the assessment of its date, then clear what was replaced the time before."""
        replaced = self.get(assessment.as_of) or assessment
        pointer = self.root / f"{assessment.as_of}.json"
        with replacing(pointer, durable=True) as temporary:
            temporary.write_text(json.dumps(assessment.as_json(), sort_keys=True), "utf-8")
        for other in self.folder(assessment).parent.iterdir():
            if other.name not in (assessment.id, replaced.id):
                shutil.rmtree(other, ignore_errors=True)
        decided = {found.program_version for day in self.dates() if (found := self.get(day))} | {
            replaced.program_version
        }
        for kept in (self.root / "programs").glob("*.json"):
            if kept.stem not in decided:
                kept.unlink(missing_ok=True)
