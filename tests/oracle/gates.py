"""What conditions and triggers share, in plain Python, written from the prose and without a look at the SQL: what is asked
of whom, coverage, the level of delegation in force, and days without a break."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from tests.oracle.common import Case, Found, Row, Tables, assessed, covered
from tests.oracle.cost import rates
from yudane.program import Condition, Gate, Trigger
from yudane.program.load import shipped

Answer = tuple[Found, Row]  # what the rows say, and the numbers that people are shown with it
Key = tuple[str, str, str, int | None]  # check, service, activity, level of delegation to be reached
NEVER = datetime(1, 1, 1)
NOTHING: Answer = (Found.NOTHING, {})
LEFT_OUT: Answer = (Found.LEFT_OUT, {})
BREAK = LATE = 7  # days: more without an assessment is a break; one made later does not count


@dataclass(frozen=True)
class Asked(Case):
    """One service in one activity, and of a condition what the table of steps says."""

    activity: str
    to_level: int | None
    level: int | None
    at_least: float | None

    @property
    def today(self) -> date:
        return self.as_of.date()

    def here(self, table: str, **wanted: Any) -> list[Row]:
        """The service's rows of the activity."""
        return self.own(table, activity_key=self.activity, **wanted)

    def ago(self, when: datetime | date) -> int:
        return (self.today - (when.date() if isinstance(when, datetime) else when)).days


@dataclass(frozen=True)
class Rule:
    """A condition or a trigger: what its rows say, what it reads, and what it means that there are none."""

    rule: Callable[[Asked], Answer]
    reads: tuple[str, ...]
    when_empty: str


@cache
def steps() -> list[Row]:
    return _rows("delegation_steps")


@cache
def goals() -> list[str]:
    return [row["indicator"] for row in _rows("delegation_goals")]


def _rows(name: str) -> list[Row]:
    (table,) = (one for one in shipped().tables if one.name == name)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def steps_of(activity: str, tier: int | None) -> list[Row]:
    """An activity with rows of its own has only those; where nobody said the tier, what every tier asks."""
    named = [row for row in steps() if row["activity"] == activity]
    rows = named or [row for row in steps() if row["activity"] == "any"]
    return [row for row in rows if row["tier"] in ("any", str(tier))]


@cache
def tiers_asked(activity: str, level: int) -> frozenset[str]:
    """The tiers at which a step is proposed at all, or `any` alone where it asks each the same."""
    rows = [row for tier in (1, 2, 3) for row in steps_of(activity, tier) if row["to_level"] == level]
    return frozenset(row["tier"] for row in rows)


@cache
def handed_over() -> list[str]:
    return [one.key for one in shipped().activities if one.enabled]


def asked_of(gate: Gate, tables: Tables, as_of: datetime) -> Iterator[Asked]:
    """Everything that one check is asked about."""
    params = {**shipped().settings_values, "rates": rates(shipped()), **gate.values}
    for service in assessed(tables):
        for activity in handed_over():
            if isinstance(gate, Trigger):
                if activity in (gate.activities or handed_over()):
                    yield Asked(service, tables, as_of, params, activity, None, None, None)
                continue
            assert isinstance(gate, Condition)
            for row in steps_of(activity, service["tier"]):
                if row["condition"] == gate.name:
                    yield Asked(
                        service, tables, as_of, params, activity, row["to_level"], row["level"], row["at_least"]
                    )


def expected(
    gate: Gate, rule: Rule, tables: Tables, looks: Mapping[str, Sequence[Row]], as_of: datetime
) -> dict[Key, tuple[str, Row]]:
    """The outcome of each, with the numbers shown; what nobody looked at is unknown."""
    enough = {name: all(covered(rows, read, as_of) for read in rule.reads) for name, rows in looks.items()}
    found: dict[Key, tuple[str, Row]] = {}
    for one in asked_of(gate, tables, as_of):
        word, numbers = _word(rule, one) if enough[one.id] else ("unknown", {})
        found[gate.id, one.id, one.activity, one.to_level] = word, numbers
    return found


def _word(rule: Rule, one: Asked) -> tuple[str, Row]:
    found, numbers = rule.rule(one)
    return (rule.when_empty if found is Found.NOTHING else found.value), numbers


# -- What several read -------------------------------------------------------------------------------------------------


def in_force(one: Asked) -> Row | None:
    """Of the whole activity; one about the service alone comes before one about the team's services, then the newest."""
    rows = [row for row in agreements(one) if row["until"] is None or row["until"] > one.today]
    return _first(rows)


def agreements(one: Asked) -> list[Row]:
    """Those signed here; what was agreed elsewhere and imported binds nobody."""
    rows = [row for row in one.here("delegations", decision_area="") if row["agreement_id"]]
    return [row for row in rows if row["effective_from"] <= one.today]


def _first(rows: Iterable[Row]) -> Row | None:
    return max(rows, key=lambda row: (row["for_service"], *since(row)), default=None)


def since(row: Row) -> tuple[date, datetime, str]:
    """Of two from the same day the one signed later is the newer."""
    return row["effective_from"], row["effective_at"] or NEVER, row["agreement_id"]


def level_since(one: Asked) -> date | None:
    """The level has been this one since this day: no other held on any day between, but for one that ended by itself."""
    now = in_force(one)
    if now is None:
        return None
    rows = agreements(one)
    standing = [row for row in rows if row["until"] is None or row["until"] > one.today]
    days = sorted(
        {row["effective_from"] for row in rows} | {row["until"] for row in rows if row["until"]}, reverse=True
    )
    begun = one.today
    for day in (day for day in days if day <= one.today):  # the level changes on no other
        ways = [_first(row for row in of if _holds(row, day)) for of in (rows, standing)]
        if not any(way is not None and way["level_current"] == now["level_current"] for way in ways):
            break
        begun = day
    return begun


def _holds(row: Row, day: date) -> bool:
    return bool(row["effective_from"] <= day and (row["until"] is None or row["until"] > day))


def in_time(rows: Iterable[Row]) -> list[Row]:
    """Those assessed on the seventh day after theirs at the latest, newest first."""
    found = [row for row in rows if row["made_at"] and (row["made_at"].date() - row["as_of"]).days <= LATE]
    return sorted(found, key=lambda row: row["as_of"], reverse=True)


def held_since(one: Asked, rows: Iterable[Row], good: Callable[[Row], bool]) -> date | None:
    """The first day of the unbroken run that lasts until today."""
    first, after = None, one.today
    for row in in_time(rows):
        if (after - row["as_of"]).days > BREAK or not good(row):
            break
        first = after = row["as_of"]
    return first


def days_since(one: Asked, day: date | None) -> int:
    return 0 if day is None else one.ago(day)


def newest_of_day(one: Asked) -> Row | None:
    """The assessment of today."""
    return next(iter(one.here("assessment_results", as_of=one.today)), None)
