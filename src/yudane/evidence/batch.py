"""What one collection brought: what it says it looked at, and what became of it, to the row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yudane.reading import Place, Problem
from yudane.words import Lang

ALL = "*"


@dataclass(frozen=True)
class Batch:
    """One delivery of one source."""

    source: str
    received_at: datetime  # naive UTC
    until: date  # the source looked until here
    since: datetime | None = None  # how far back it tells; None: as far as its rows do
    covers: tuple[str, ...] | None = None  # services it looked at; ("*",) all; None: those its rows name
    restates: tuple[str, ...] = ()  # origins it tells anew and in full: what it no longer holds is withdrawn
    names: tuple[str, ...] = ()  # systems whose names its service ids may be
    not_filled: Mapping[str, Sequence[str]] = field(default_factory=dict)  # columns it cannot fill, by table

    @property
    def id(self) -> str:
        return f"{self.received_at:%Y%m%dT%H%M%S%f}-{self.source}"


@dataclass(frozen=True)
class Rejection:
    """Rows refused for one reason: how many, and the first of them."""

    code: str
    args: Mapping[str, Any]
    count: int
    first: Place
    value: str = ""

    def reason(self, lang: Lang) -> str:
        return Problem(self.code, args=self.args).reason(lang)

    def as_json(self, lang: Lang) -> dict[str, Any]:
        first = {"file": self.first.file, "line": self.first.line, "value": self.value}
        return {"code": self.code, "reason": self.reason(lang), "count": self.count, "first": first}


@dataclass
class TableReport:
    """Of one table: received = stored + rejected. Unmapped rows are stored, but name no known service."""

    received: int = 0
    stored: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    unmapped: int = 0
    unmapped_names: list[str] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    changed: int = 0  # rows that are new or differ from what stood
    withdrawn: int = 0  # rows that stood and are no longer told

    def as_json(self, lang: Lang) -> dict[str, Any]:
        return {
            "received": self.received,
            "stored": self.stored,
            "rejected": [rejection.as_json(lang) for rejection in self.rejected],
            "unmapped": self.unmapped,
            "unmapped_names": self.unmapped_names,
            "ignored_columns": self.ignored_columns,
            "changed": self.changed,
            "withdrawn": self.withdrawn,
        }


@dataclass
class Report:
    """Of one collection: tables, and documents that could not be read or mapped."""

    batch_id: str
    source: str
    tables: dict[str, TableReport] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    documents: int = 0

    @property
    def received(self) -> int:
        return sum(table.received for table in self.tables.values())

    @property
    def stored(self) -> int:
        return sum(table.stored for table in self.tables.values())

    @property
    def rejected(self) -> int:
        return sum(r.count for table in self.tables.values() for r in table.rejected)

    @property
    def complete(self) -> bool:
        return not self.problems and not self.rejected

    def as_json(self, lang: Lang) -> dict[str, Any]:
        return {
            "source": self.source,
            "batch": self.batch_id,
            "documents": self.documents,
            "tables": {name: table.as_json(lang) for name, table in self.tables.items()},
            "problems": [problem_json(problem, lang) for problem in self.problems],
        }


def problem_json(problem: Problem, lang: Lang) -> dict[str, Any]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "code": problem.code,
        "reason": problem.reason(lang),
    }
