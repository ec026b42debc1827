"""What all criteria share, in plain Python, written from the prose and without a look at the SQL.

A rule looks at one service (a `Case`) and finds what its rows say. `judge` adds coverage, statements, exemptions and
what the catalog leaves unsaid: where a null attribute could turn the outcome, every value it may have is tried.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from fractions import Fraction
from functools import cache
from itertools import product
from operator import itemgetter
from typing import Any

from yudane.contracts import Contract, shipped_contracts

Row = dict[str, Any]
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
EXEMPTION_MAX_DAYS, EXEMPTIONS_MAX_CORE = 180, 2


class Found(Enum):
    """What the rows say: yes and no decide, open lacks a value that would, nothing is not a row about the matter."""

    YES = "met"
    NO = "unmet"
    OPEN = "unknown"
    GAP = "gap of the catalog"  # open, and no statement closes it
    NOTHING = "nothing"
    LEFT_OUT = "not_applicable"
    NOT_ASKED = "not asked"  # not applicable by what the rows say, exempt or not, whatever else was looked at


GAP = "gap"


class Tables(dict[str, list[Row]]):
    """All tables as they look at one moment, found by the values of columns without looking at every row."""

    def __init__(self, rows: Mapping[str, list[Row]]) -> None:
        super().__init__(rows)
        self._by: dict[tuple[str, ...], dict[Any, list[Row]]] = {}

    def by(self, table: str, *columns: str) -> Mapping[Any, list[Row]]:
        """The rows by their value, of several columns by a tuple of values."""
        if (table, *columns) not in self._by:
            found, values = self._by.setdefault((table, *columns), {}), itemgetter(*columns)
            for row in self[table]:
                found.setdefault(values(row), []).append(row)
        return self._by[(table, *columns)]


@dataclass(frozen=True)
class Case:
    """One service, the tables as they look at `as_of`, and the parameters of the criterion."""

    service: Row
    tables: Tables
    as_of: datetime
    params: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.service["service_id"])

    def own(self, table: str, **wanted: Any) -> list[Row]:
        """The rows of this service with these values."""
        return self.all(table, service_id=self.id, **wanted)

    def all(self, table: str, **wanted: Any) -> list[Row]:
        """The rows with these values, whatever their service."""
        if not wanted:
            return list(self.tables[table])
        values = tuple(wanted.values())
        return list(self.tables.by(table, *wanted).get(values if len(values) > 1 else values[0], ()))

    def within(self, when: datetime | date | None, days: float) -> bool:
        """Lies in [as_of - days, as_of)."""
        return when is not None and self.as_of - timedelta(days=days) <= moment(when) < self.as_of

    def number(self, name: str) -> Fraction:
        return exact(self.params[name])

    def share_reached(self, part: int, total: int, name: str) -> bool:
        return Fraction(part, total) >= self.number(name)


Rule = Callable[[Case], Found]


@dataclass(frozen=True)
class Criterion:
    """A rule and how its finding becomes an outcome."""

    rule: Rule
    reads: tuple[str, ...]
    attested: bool = False
    when_empty: str = "not_applicable"
    applies: Callable[[Row], bool] = lambda service: True
    concerns: Callable[[Case], bool] = lambda case: True  # where a parameter says whom it is asked of
    attributes: tuple[str, ...] = ()


def has(row: Row, wanted: Mapping[str, Any]) -> bool:
    return all(row[name] == value for name, value in wanted.items())


def moment(when: datetime | date) -> datetime:
    """A date counts as its UTC midnight."""
    return when if isinstance(when, datetime) else datetime.combine(when, time())


@cache
def exact(value: float) -> Fraction:
    """The number as a person wrote it, so that 0.9 is nine tenths."""
    return Fraction(str(value))


def median(values: Iterable[Any]) -> Any:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def yes_no(good: bool) -> Found:
    return Found.YES if good else Found.NO


def settled(found: Iterable[Found]) -> Found:
    """What holds in every world; open when the worlds differ."""
    distinct = set(found)
    return distinct.pop() if len(distinct) == 1 else Found.OPEN


def worlds(rows: Sequence[Row], options: Mapping[str, Sequence[Any]]) -> Iterator[list[Row]]:
    """The rows with every null among those columns filled in, in every way."""
    gaps = [(number, name) for number, row in enumerate(rows) for name in options if row[name] is None]
    for values in product(*(options[name] for _, name in gaps)):
        filled = [dict(row) for row in rows]
        for (number, name), value in zip(gaps, values, strict=True):
            filled[number][name] = value
        yield filled


def seen(tables: Mapping[str, Sequence[Mapping[str, Any]]], as_of: datetime) -> Tables:
    """The tables as they look at `as_of`: what begins later is hidden, a moment at or after it has not happened."""
    found = {
        name: [_row_as_of(contract, row, as_of) for row in tables.get(name, ())]
        for name, contract in shipped_contracts().items()
    }
    return Tables({name: [row for row in rows if row is not None] for name, rows in found.items()})


def _row_as_of(contract: Contract, raw: Mapping[str, Any], as_of: datetime) -> Row | None:
    row = {c.name: raw[c.name] if raw.get(c.name) is not None else c.default for c in contract.columns}
    assert not [c.name for c in contract.columns if c.required and row[c.name] is None], (contract.name, raw)
    begins = row[contract.effective] if contract.effective else None
    until = as_of + DAY if contract.stated else as_of
    if begins is not None and (moment(begins) >= until if contract.stated else moment(begins) > until):
        return None
    for column in contract.columns:
        happens = column.type in ("ts", "date") and column.null and not column.planned
        happens = happens and column.name != contract.effective and contract.group != "reference"
        if happens and row[column.name] is not None and moment(row[column.name]) >= until:
            row[column.name] = None
    return row


def speaks_for(row: Row, service: Row, team: str) -> bool:
    """A row of the service, of its team or of the whole company."""
    if row["service_id"] is not None:
        return bool(row["service_id"] == service["service_id"])
    return row[team] is None or row[team] == service["team_id"]


def assessed(tables: Tables) -> list[Row]:
    return [s for s in tables["services"] if s["in_scope"] and s["lifecycle"] == "production"]


def coverage_by_service(coverage: Sequence[Row], services: Sequence[Row]) -> dict[str, list[Row]]:
    """What sources said they looked at, by service; a look at all services is one at each."""
    names = [service["service_id"] for service in services]
    return {name: [row for row in coverage if row["service_id"] in (name, "*")] for name in names}


def covered(looks: Sequence[Row], read: str, as_of: datetime) -> bool:
    """Of the looks at a service one was at the table, from before as_of on and not too long ago.

    `table.column`: only a source that fills the column counts; `table.*`: only one that tells all rows; `a|b`: one of
    them is enough.
    """
    if "|" in read:
        return any(covered(looks, one, as_of) for one in read.split("|"))
    table, _, part = read.partition(".")
    longest = timedelta(days=shipped_contracts()[table].fresh_for_days)
    return shipped_contracts()[table].stated or any(
        row["table_name"] == table
        and part not in row.get("not_filled", ())
        and (row["since"] is None or row["since"] <= as_of)
        and moment(row["until"]) >= as_of - longest
        for row in looks
    )


def in_force(row: Row) -> bool:
    """Not taken back; that it was stated before the day is over is seen to by `seen`."""
    return row["withdrawn_at"] is None


def joint(case: Case, criterion_id: str, looks: Sequence[Row], criterion: Criterion) -> str | None:
    """What both sides said last of it, while it holds; at tier 1 only where each signed. Not of what a system told of lately
    and tells of no more."""
    tier_1 = case.service["tier"] in (1, None)
    standing = [
        row
        for row in case.own("joint_statements", criterion_id=criterion_id)
        if in_force(row) and moment(row["valid_until"]) > case.as_of and not (tier_1 and row["entered_by"] is not None)
    ]
    if not standing:
        return None
    newest = max(standing, key=lambda row: (row["stated_at"], row["statement_id"]))
    return None if _went_silent(looks, criterion, newest["stated_at"], case.as_of) else str(newest["outcome"])


def _went_silent(looks: Sequence[Row], criterion: Criterion, stated_at: datetime, as_of: datetime) -> bool:
    """All was looked at once and is no longer, and the newest such look is less than 90 days older than the statement."""
    missing = [read for read in criterion.reads if not covered(looks, read, as_of)]
    told = [[row for row in looks if any(_tells(row, part) for part in read.split("|"))] for read in missing]
    if not missing or not all(any(_begun(row, as_of) for row in rows) for rows in told):
        return False
    parts = {part for read in criterion.reads for part in read.split("|") if not covered(looks, part, as_of)}
    newest = [moment(row["until"]) for row in looks if any(_tells(row, part) for part in parts)]
    return bool(newest) and max(newest) >= stated_at.replace(hour=0, minute=0, second=0, microsecond=0) - 90 * DAY


def _tells(row: Row, read: str) -> bool:
    table, _, part = read.partition(".")
    return bool(row["table_name"] == table and part not in row.get("not_filled", ()))


def _begun(row: Row, as_of: datetime) -> bool:
    return bool(row["since"] is None or row["since"] <= as_of)


def statement(case: Case, criterion_id: str) -> str:
    """`valid`, `expired` or `none`. At tier 1, and where nobody said the tier, only one that somebody of another team verified counts."""
    teams = {p["person_id"]: p["team_id"] for p in case.tables["people"]}

    def counts(row: Row) -> bool:
        team = teams.get(row["verified_by"])
        second = team is not None and case.service["team_id"] not in (None, team)
        return in_force(row) and (case.service["tier"] not in (1, None) or second)

    statements = [row for row in case.own("attestations", criterion_id=criterion_id) if counts(row)]
    if any(moment(row["expires_on"]) > case.as_of for row in statements):
        return "valid"
    return "expired" if statements else "none"


def exempt(case: Case, criterion_id: str, core: Mapping[str, bool]) -> bool:
    """In force, at most 180 days long, and among the first two core ones of the activity."""

    def until(row: Row) -> datetime:
        longest = moment(row["approved_on"]) + EXEMPTION_MAX_DAYS * DAY
        return min(moment(row["expires_on"]), longest)

    activity = criterion_id.split(".", maxsplit=1)[0] + "."
    approved: dict[str, datetime] = {}
    for row in case.own("waivers"):
        name, since = row["criterion_id"], moment(row["approved_on"])
        if name in core and name.startswith(activity) and in_force(row) and case.as_of < until(row):
            approved[name] = min(since, approved.get(name, since))
    if not core[criterion_id]:
        return criterion_id in approved
    first = sorted((since, name) for name, since in approved.items() if core[name])[:EXEMPTIONS_MAX_CORE]
    return criterion_id in {name for _, name in first}


def asked(criterion: Criterion, case: Case) -> bool:
    return criterion.applies(case.service) and criterion.concerns(case)


def judge(criterion_id: str, criterion: Criterion, case: Case, looks: Sequence[Row], core: Mapping[str, bool]) -> str:
    """The outcome in every world the catalog leaves open, unknown when these differ."""
    applying = [one for one in _cases(criterion, case) if asked(criterion, one)]
    if not applying:
        return "not_applicable"
    enough = all(covered(looks, table, case.as_of) for table in criterion.reads)
    found = [criterion.rule(one) for one in applying] if enough else []
    if set(found) == {Found.NOT_ASKED}:
        return "not_applicable"
    if exempt(case, criterion_id, core):
        return "exempt"
    validity = statement(case, criterion_id) if criterion.attested else "none"
    stated = {"valid": "met", "expired": "unmet", "none": "unknown"}[validity]
    agreed = joint(case, criterion_id, looks, criterion)
    if not enough:
        return agreed or stated
    word = _word(criterion, found, validity, agreed)
    if word == GAP:
        return "unknown"
    parts = {part for read in criterion.reads for part in read.split("|")}
    if word != "met" and not all(covered(looks, part, case.as_of) for part in parts):
        return agreed or stated  # one of several was looked at: enough to see the good, not its lack
    everywhere = all(asked(criterion, one) for one in _cases(criterion, case))
    return word if everywhere or word == "not_applicable" else "unknown"


def _word(criterion: Criterion, everywhere: list[Found], validity: str, agreed: str | None) -> str:
    """Data that decide win; where they do not, what both sides said does, then a valid statement of the team."""
    found = settled(_unless_mixed(everywhere, criterion.when_empty))
    if found is Found.GAP:
        return GAP
    data_alone = found is Found.NOTHING and not criterion.attested and criterion.when_empty != "unknown"
    if found in (Found.OPEN, Found.NOTHING) and agreed and not data_alone:
        return agreed
    if found in (Found.OPEN, Found.NOTHING) and validity == "valid":
        return "met"
    if validity == "expired" and set(criterion.reads) == {"attestations"}:
        return "unmet"  # nothing but statements tells of it
    return criterion.when_empty if found is Found.NOTHING else found.value


def _unless_mixed(found: list[Found], when_empty: str) -> list[Found]:
    """Worlds with rows and worlds without are told apart only where that changes the outcome."""
    return found if len(set(found)) == 1 else [Found(when_empty) if one is Found.NOTHING else one for one in found]


def _cases(criterion: Criterion, case: Case) -> Iterator[Case]:
    every: dict[str, list[Any]] = {
        "tier": [1, 2, 3],
        "user_facing": [True, False],
        "on_call_hours": ["24x7", "business", "none"],
        "team_id": [*{row["team_id"] for row in case.tables["teams"]}, "some other team"],
    }
    for (service,) in worlds([case.service], {name: every[name] for name in criterion.attributes}):
        yield replace(case, service=service)
