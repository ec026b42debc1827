"""What one collection brought: what it says it looked at, and what became of it, to the row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from yudane.reading import Place, Problem
from yudane.words import Lang

ALL = "*"
RECORDS = "records"  # what people enter here
IMPORTED = "imported"  # what people stated elsewhere, before: signed by nobody here
BY_HAND = ("rows", "spreadsheet")  # what people bring in files of their own
SIGNED_HERE = (RECORDS, IMPORTED)  # alone may tell of what people state
HANDS = (*BY_HAND, *SIGNED_HERE)  # whatever else there is, is a system


def may_replace(source: str) -> tuple[str, ...] | None:
    """The sources whose row of a key this one may take the place of: a system's counts most, then what comes by hand, then
    what is entered here. None: all."""
    if source in SIGNED_HERE:
        return (source,)
    return (*BY_HAND, RECORDS) if source in BY_HAND else None


class Answer(Enum):
    """What is said to a question that a collection asks."""

    YES = "yes"
    NO = "no"
    ASK = "ask"  # it is asked, by AskError, before anything becomes visible


@dataclass(frozen=True)
class Question:
    """What a batch would do that is rarely meant."""

    code: str  # of words/problems.yaml
    table: str
    args: Mapping[str, Any] = field(default_factory=dict)

    def says(self, lang: Lang) -> str:
        return Problem(self.code, args={"table": self.table, **self.args}).reason(lang)


class AskError(Exception):
    """Nothing was done: first these want an answer."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = list(questions)
        super().__init__("; ".join(question.says("en") for question in questions))


@dataclass(frozen=True)
class Interval:
    """Somebody of a team said: from a day until another everything of this service is told."""

    service_id: str
    since: date
    until: date


@dataclass(frozen=True)
class Batch:
    """One delivery of one source."""

    source: str
    received_at: datetime  # naive UTC
    until: date  # the source looked until here
    vouched: bool = False  # somebody said so; else what comes by hand is as old as its contents
    since: datetime | None = None  # how far back it tells; None: as far as its rows do
    covers: tuple[str, ...] | None = None  # services it looked at; ("*",) all; None: those its rows name
    restates: tuple[str, ...] = ()  # origins it tells anew and in full: what it no longer holds is withdrawn
    names: tuple[str, ...] = ()  # systems whose names its service ids may be
    not_filled: Mapping[str, Sequence[str]] = field(default_factory=dict)  # columns it cannot fill, by table
    recovered: tuple[str, ...] = ()  # tables it tells of by the way: only those its rows name are looked at there
    again: bool = False  # mapped anew from what was kept: not delivered another time
    intervals: Mapping[str, Sequence[Interval]] = field(
        default_factory=dict
    )  # by table: all that counts as looked at there
    complete_tables: tuple[str, ...] = ()  # tables in which it tells an object for all its services or not at all

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
    every: Sequence[Problem] = ()  # each by itself, of rows that could not even be read

    def reason(self, lang: Lang) -> str:
        return Problem(self.code, args=self.args).reason(lang)

    def as_json(self, lang: Lang) -> dict[str, Any]:
        first = {"file": self.first.file, "line": self.first.line, "value": self.value}
        return {"code": self.code, "reason": self.reason(lang), "count": self.count, "first": first}


@dataclass(frozen=True)
class Backwards:
    """Rows in which one moment lies before another that it cannot lie before. They are stored; nothing is measured by them."""

    earlier: str
    later: str
    count: int
    first: Place

    def as_json(self) -> dict[str, Any]:
        first = {"file": self.first.file, "line": self.first.line}
        return {"column": self.later, "before": self.earlier, "count": self.count, "first": first}


@dataclass
class TableReport:
    """Of one table: received = stored + rejected. Unmapped rows are stored, but name no known service."""

    received: int = 0
    stored: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    unmapped: int = 0
    unmapped_names: list[str] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    backwards: list[Backwards] = field(default_factory=list)
    added: int = 0  # rows of a key that did not stand
    replaced: int = 0  # rows that took the place of one that stood
    withdrawn: int = 0  # rows that stood and are no longer told
    aside: int = 0  # rows of a key that stands by a source that knows better
    older: int = 0  # rows that say themselves that they are older than what stands
    covered: str | Sequence[str] = ()  # services looked at by this batch; '*' all

    @property
    def changed(self) -> int:
        return self.added + self.replaced

    def as_json(self, lang: Lang) -> dict[str, Any]:
        return {
            "received": self.received,
            "stored": self.stored,
            "rejected": [rejection.as_json(lang) for rejection in self.rejected],
            "unmapped": self.unmapped,
            "unmapped_names": self.unmapped_names,
            "ignored_columns": self.ignored_columns,
            "backwards": [found.as_json() for found in self.backwards],
            "added": self.added,
            "replaced": self.replaced,
            "withdrawn": self.withdrawn,
            "older": self.older,
            "aside": self.aside,
            "covered": "all" if self.covered == ALL else list(self.covered),
        }


@dataclass
class Report:
    """Of one collection: tables, and documents that could not be read or mapped."""

    batch_id: str
    source: str
    tables: dict[str, TableReport] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)  # what stands in the way of something
    remarks: list[Problem] = field(default_factory=list)  # what is only told
    questions: list[Question] = field(default_factory=list)  # answered with no: nothing was covered there
    units: Mapping[str, int] = field(default_factory=dict)
    broken: Sequence[str] = ()  # the files that could not be read to their end
    documents: int = 0
    kept: bool = False  # it changed something, so the lake knows the batch

    @property
    def messages(self) -> list[Problem]:
        """Everything that is said of single objects, whether something is missing by it or not."""
        found = [*self.problems, *self.remarks]
        return sorted(found, key=lambda problem: (problem.place.file, problem.place.line or 0))

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
        return not self.problems and not self.rejected and not self.questions

    def as_json(self, lang: Lang) -> dict[str, Any]:
        return {
            "source": self.source,
            "batch": self.batch_id,
            "documents": self.documents,
            "units": dict(self.units),
            "tables": {name: table.as_json(lang) for name, table in self.tables.items()},
            "problems": [problem_json(problem, lang) for problem in self.problems],
            "remarks": [problem_json(problem, lang) for problem in self.remarks],
            "unanswered": [question.says(lang) for question in self.questions],
        }


def problem_json(problem: Problem, lang: Lang) -> dict[str, Any]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "code": problem.code,
        "reason": problem.reason(lang),
    }
