"""What indicators share, in plain Python, written from the prose and without a look at the SQL: what is looked at
(a service or the organization), shares with parts nobody knows, business time, coverage; and the product beside it."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from tests.oracle.agree import DAYS, _changed
from tests.oracle.common import DAY, Row, Tables, assessed, coverage_by_service, covered, exact, has, moment, seen
from tests.oracle.judging import load
from yudane import program
from yudane.assessment.outcomes import Judge
from yudane.assessment.program_tables import snapshot_over
from yudane.evidence.engines.database import Connection, Relation
from yudane.program.load import shipped

Answer = tuple[str, Fraction | int | None]  # outcome and the number shown
Verdict = bool | None  # None: nobody knows
EMPTY: Answer = ("not_applicable", None)
HOURS_A_DAY = 9  # 9 to 18 in Tokyo are the first nine hours of the UTC day of the same date
TOKYO = timedelta(hours=9)


@dataclass(frozen=True)
class Look:
    """One service (`is_organization` false), or the organization with all its services."""

    services: Sequence[Row]
    is_organization: bool
    tables: Tables
    as_of: datetime
    params: Mapping[str, Any]

    def rows(self, table: str, **wanted: Any) -> list[Row]:
        """Rows of the services looked at; those of no service belong to the organization alone."""
        ids = [service["service_id"] for service in self.services] + ([None] if self.is_organization else [])
        by = self.tables.by(table, "service_id")
        return [row for name in ids for row in by.get(name, ()) if has(row, wanted)]

    def service(self, row: Row) -> Row | None:
        return next((one for one in self.services if one["service_id"] == row["service_id"]), None)

    def team(self, row: Row) -> str | None:
        """The team of the row's service today."""
        service = self.service(row)
        return service["team_id"] if service else None

    def kind(self, team: str) -> str | None:
        found: list[Row] = self.tables.by("teams", "team_id").get(team, [])
        return str(found[0]["kind"]) if found else None

    def within(self, when: datetime | date | None, days: float, until: float = 0) -> bool:
        """Lies in [as_of - days, as_of - until)."""
        return when is not None and self.as_of - days * DAY <= moment(when) < self.as_of - until * DAY

    def number(self, name: str) -> Fraction:
        return exact(self.params[name])

    def request(self, name: str | None) -> Row | None:
        found: list[Row] = self.tables.by("requests", "request_id").get(name, []) if name else []
        return found[0] if found else None

    def hours(self, since: datetime, until: datetime) -> Fraction | None:
        """Business hours between two moments; None where the calendar lacks a day."""
        calendar = self.tables.by("calendar_days", "date")
        day, last, hours = (since + TOKYO).date(), max((until + TOKYO).date(), (since + TOKYO).date()), Fraction(0)
        while day <= last:
            if day not in calendar:
                return None
            if calendar[day][0]["is_business_day"]:
                part = min(until, moment(day) + TOKYO) - max(since, moment(day))
                hours += max(Fraction(part / timedelta(seconds=1)), Fraction(0)) / 3600
            day += DAY
        return hours

    def days(self, since: datetime, until: datetime) -> Fraction | None:
        hours = self.hours(since, until)
        return None if hours is None else hours / HOURS_A_DAY


Rule = Callable[[Look], Answer]


@dataclass(frozen=True)
class Indicator:
    rule: Rule
    reads: tuple[str, ...]


def all_of(*verdicts: Verdict) -> Verdict:
    return False if False in verdicts else None if None in verdicts else True


def same(one: Any, other: Any) -> Verdict:
    return None if one is None or other is None else one == other


@dataclass(frozen=True)
class Share:
    """Events that went well, did not, or may have; `perhaps` are verdicts of events that may not count at all."""

    events: Sequence[Verdict]
    perhaps: Sequence[Verdict] = ()

    @property
    def value(self) -> Fraction | None:
        decided = [one for one in self.events if one is not None]
        return Fraction(sum(decided), len(decided)) if decided else None

    @property
    def least(self) -> Fraction | None:
        bad = sum(one is not True for one in self.perhaps)
        return self._of(sum(one is True for one in self.events), len(self.events) + bad)

    @property
    def most(self) -> Fraction | None:
        good = sum(one is not False for one in self.perhaps)
        return self._of(sum(one is not False for one in self.events) + good, len(self.events) + good)

    @staticmethod
    def _of(part: int, total: int) -> Fraction | None:
        return Fraction(part, total) if total else None

    def reaches(self, goal: Fraction) -> Verdict:
        """At least the goal; what nobody counts stands in no way."""
        ends = {one is None or one >= goal for one in (self.least, self.most)}
        return ends.pop() if len(ends) == 1 else None


WORDS = {True: "met", False: "unmet", None: "unknown"}


def at_least(share: Share, goal: Fraction) -> Answer:
    if not share.events and not share.perhaps:
        return EMPTY
    if not share.events:
        return "unknown", None  # perhaps there is nothing to judge
    return WORDS[share.reaches(goal)], share.value


def at_most(share: Share, goal: Fraction) -> Answer:
    if not share.events:
        return EMPTY
    assert share.least is not None
    assert share.most is not None
    word = "met" if share.most <= goal else "unmet" if share.least > goal else "unknown"
    return word, share.value


def middle(values: Iterable[Fraction]) -> Fraction:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def nearest_rank(values: Iterable[Fraction], share: Fraction) -> Fraction:
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1]


def expected(
    rule: Indicator, tables: Tables, looks: Mapping[str, Sequence[Row]], as_of: datetime, params: Mapping[str, Any]
) -> dict[str | None, Answer]:
    """By service, None for the organization, which is looked at where any of its services is."""
    services = assessed(tables)
    is_covered = {name: all(covered(rows, read, as_of) for read in rule.reads) for name, rows in looks.items()}
    found: dict[str | None, Answer] = {
        name: rule.rule(Look([service], False, tables, as_of, params)) if is_covered[name] else ("unknown", None)
        for service in services
        for name in [str(service["service_id"])]
    }
    organization = Look(services, True, tables, as_of, params)
    found[None] = rule.rule(organization) if any(is_covered.values()) else ("unknown", None)
    return found


Company = tuple[dict[str, list[Row]], list[Row]]
Found = dict[tuple[str, str | None], tuple[str, float | None, str]]


@dataclass(frozen=True)
class Indication:
    """The rules of all indicators, and how a company is drawn that tries them."""

    oracle: Mapping[str, Indicator]
    draw: Callable[[int, datetime], Company]

    @property
    def indicators(self) -> list[program.Indicator]:
        return [one for one in shipped().indicators() if one.id in self.oracle]

    def agrees(self, con: Connection, seed: int, folder: Path) -> set[tuple[str, str]]:
        words: set[tuple[str, str]] = set()
        for as_of in DAYS:
            words |= self.agrees_on(con, self.indicators, seed, as_of, folder)
        return words

    def agrees_with_other_parameters(self, con: Connection, seed: int, folder: Path) -> None:
        chance = Random(seed)
        changed = [
            replace(one, params=tuple(_changed(param, chance) for param in one.params)) for one in self.indicators
        ]
        self.agrees_on(con, changed, seed, DAYS[seed], folder)

    def agrees_on(
        self,
        con: Connection,
        indicators: Sequence[program.Indicator],
        seed: int,
        as_of: datetime,
        folder: Path,
    ) -> set[tuple[str, str]]:
        tables, coverage = self.draw(seed, as_of)
        load(con, tables, coverage, folder)
        now = seen(tables, as_of)
        looks = coverage_by_service(coverage, assessed(now))
        wished = {
            (one.id, service): answer
            for one in indicators
            for service, answer in expected(self.oracle[one.id], now, looks, as_of, one.values).items()
        }
        found = _found(con, indicators, as_of)
        assert found.keys() == wished.keys()
        coarse = {one.id for one in indicators if one.unit in ("hours", "business_days")}
        wrong = [key for key, answer in wished.items() if not _alike(answer, found[key][:2], key[0] in coarse)]
        differences = "\n".join(
            self._explained(key, wished[key], found[key], now, coverage) for key in _one_each(wrong)
        )
        assert not wrong, f"{as_of}: {len(wrong)} of {len(wished)} differ, {_counted(wrong)}:\n{differences}"
        return {(name if service else f"{name} *", word) for (name, service), (word, _) in wished.items()}

    def _explained(
        self,
        key: tuple[str, str | None],
        wished: Answer,
        found: tuple[str, float | None, str],
        tables: Tables,
        coverage: Sequence[Row],
    ) -> str:
        name, service = key
        value = None if wished[1] is None else float(wished[1])
        lines = [f"{name} of {service or '*'}: oracle {wished[0]} {value}, SQL {found}"]
        reads = {one.partition(".")[0] for read in self.oracle[name].reads for one in read.split("|")}
        for table in ("services", *sorted(reads - {"calendar_days", "teams"})) if service else ():
            rows = [row for row in tables[table] if row.get("service_id", service) in (service, None)]
            filled = ({k: v for k, v in row.items() if v not in (None, [])} for row in rows)
            lines += [f"  {table}: {json.dumps(row, default=str)}" for row in filled]
        coverage_rows = [row for row in coverage if row["service_id"] in (service, "*") and row["table_name"] in reads]
        return "\n".join([*lines, *(f"  coverage: {row}" for row in coverage_rows)])


def _found(con: Connection, indicators: Sequence[program.Indicator], as_of: datetime) -> Found:
    snapshot = snapshot_over(con, lambda table: Relation(f"given_{table}"), shipped(), as_of)
    Judge(snapshot, shipped()).judge(indicators)
    rows = con.rows(
        "select indicator_id, service_id, outcome, value, concat_ws(' ', cause, detail, measured) from indicated"
    )
    assert len(rows) == len({row[:2] for row in rows})
    return {(name, service): (word, value, reason) for name, service, word, value, reason in rows}


def _alike(wished: Answer, found: tuple[str, float | None], coarse: bool) -> bool:
    """Business time is told to the millionth of an hour."""
    word, value = wished
    if word != found[0] or (value is None) != (found[1] is None):
        return False
    return (
        value is None
        or found[1] is None
        or math.isclose(float(value), float(found[1]), rel_tol=1e-9, abs_tol=1e-6 if coarse else 1e-12)
    )


def _one_each(wrong: Iterable[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """One of every indicator, a service rather than the organization."""
    first: dict[str, tuple[str, str | None]] = {}
    for key in sorted(wrong, key=lambda one: (one[1] is None, one[1] or "")):
        first.setdefault(key[0], key)
    return list(first.values())


def _counted(wrong: Sequence[tuple[str, str | None]]) -> dict[str, int]:
    return {name: sum(one == name for one, _ in wrong) for name in sorted({one for one, _ in wrong})}
