"""Rows as somebody gives them, made whole and checked: the key, the team, the service, and what the contract takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from yudane.contracts import Contract
from yudane.evidence.validate import MADE_HERE, checked_rows
from yudane.reading import Place, Problem, ProblemsError
from yudane.records.acting import Act
from yudane.records.journal.models import Row
from yudane.records.journal.tables import contract_of, services_of, told_by_systems
from yudane.records.record import new_id
from yudane.workspace.sheets.columns import columns, labelled

MOST_ROWS = 5_000  # at once
_POINTING = ("service_id", "team_id", "person_id")


@dataclass
class Recorded:
    """What became of rows."""

    added: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    same: int = 0

    def as_json(self) -> dict[str, object]:
        return {"added": len(self.added), "changed": len(self.changed), "same": self.same}


@dataclass(frozen=True)
class Written:
    """One row, ready to be kept."""

    key: str
    service_id: str
    values: Mapping[str, Any]


def given_id(contract: Contract) -> str | None:
    """The column by which a row is called, given here where nobody gives it; None where other columns tell rows apart."""
    name = contract.key[0]
    return name if name.endswith(("_id", "_key")) and name not in _POINTING else None


def written(
    act: Act,
    team_id: str,
    table: str,
    rows: Sequence[Mapping[str, object]],
    standing: Mapping[str, Mapping[str, object]],
) -> list[Written]:
    """`standing`: values of the team's rows by key. Raises ProblemsError with everything that is wrong: line, from 1, and field."""
    contract = contract_of(table)
    if not rows:
        raise ProblemsError.one("nothing_chosen", Place())
    if len(rows) > MOST_ROWS:
        raise ProblemsError.one("too_many_rows", Place(), most=MOST_ROWS, count=len(rows))
    like = {_alike(contract, values): key for key, values in standing.items()}
    whole = [_whole(act, contract, team_id, row, like, standing) for row in rows]
    problems = [
        labelled(table, problem).placed(Place(line=line, field=problem.place.field))
        for line, found in enumerate(checked_rows(contract, whole), 1)
        for problem in found
    ]
    problems += _about_services(act, contract, team_id, whole)
    problems += _in_order(table, whole)
    found = [Written(_key(contract, row), str(row.get("service_id") or ""), row) for row in whole]
    problems += _twice(found)
    if problems:
        raise ProblemsError(sorted(problems, key=lambda problem: problem.place.line or 0))
    return found


def _whole(
    act: Act,
    contract: Contract,
    team_id: str,
    given: Mapping[str, object],
    like: Mapping[str, str],
    standing: Mapping[str, Mapping[str, object]],
) -> dict[str, Any]:
    """With its team, and with an id: the one given, that of a row which says the same, or a new one."""
    row = {name: value for name, value in given.items() if contract.has(name) and value not in (None, "", [])}
    if contract.has("team_id") and "team_id" not in row:
        row["team_id"] = team_id
    elif contract.has("owner_team_id") and "service_id" not in row:
        # of no service and no team it would be of the whole company
        row.setdefault("owner_team_id", team_id)
    name = given_id(contract)
    if name and name in row:
        row[name] = _made_here(str(row[name]))
    elif name:
        same = like.get(_alike(contract, row))
        row[name] = standing[same][name] if same else _made_here(new_id(act.now))
    return row


def _made_here(said: str) -> str:
    return said if said.startswith(MADE_HERE) else f"{MADE_HERE}{said}"


def _alike(contract: Contract, values: Mapping[str, object]) -> str:
    """What a row says beside its id."""
    return repr(sorted((name, str(value)) for name, value in values.items() if name != given_id(contract)))


def _key(contract: Contract, row: Mapping[str, object]) -> str:
    return "|".join(str(row.get(name, "")) for name in contract.key)[:1000]


def _twice(found: Sequence[Written]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for line, one in enumerate(found, 1):
        if (first := seen.setdefault(one.key, line)) != line:
            yield Problem("row_twice", Place(line=line), {"first": first})


# Of two moments of a row the second cannot be before the first.
_ORDER = {
    "incidents": (
        ("impact_started_at", "mitigated_at"),
        ("impact_started_at", "resolved_at"),
        ("detected_at", "acknowledged_at"),
        ("detected_at", "closed_at"),
    ),
}


def _in_order(table: str, rows: Sequence[Mapping[str, object]]) -> Iterator[Problem]:
    called = columns(table)
    for line, row in enumerate(rows, 1):
        for first, second in _ORDER.get(table, ()):
            earlier, later = _moment(row.get(first)), _moment(row.get(second))
            if earlier and later and later < earlier:
                args = {"earlier": called[first].head, "later": called[second].head}
                yield Problem("moments_out_of_order", Place(line=line, field=second), args)


def _moment(value: object) -> datetime | None:
    """None where it is none, which the contract tells."""
    try:
        moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _about_services(
    act: Act, contract: Contract, team_id: str, rows: Sequence[Mapping[str, object]]
) -> Iterator[Problem]:
    """The team's own, and none of which a system tells."""
    named = {str(row["service_id"]) for row in rows if row.get("service_id")}
    own = services_of(team_id)
    systems = told_by_systems(contract.name, named, act.on) if named else {}
    for line, row in enumerate(rows, 1):
        service, place = str(row.get("service_id") or ""), Place(line=line, field="service_id")
        if service and service not in own:
            yield Problem("service_of_another_team", place, {"service": service[:60]})
        elif service in systems:
            yield Problem("told_by_a_system", place, {"system": systems[service]})
    for line, row in enumerate(rows, 1):
        owner = "team_id" if contract.has("team_id") else "owner_team_id"
        of_the_team = "service_id" in row and owner == "owner_team_id"
        if contract.has(owner) and not of_the_team and row.get(owner) != team_id:
            yield Problem("row_of_another_team", Place(line=line, field=owner), {"team": team_id})
