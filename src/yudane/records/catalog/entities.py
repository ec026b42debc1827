"""Services and teams as verbs ask for them: who owns one, and what may be said of it."""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

from yudane.contracts import Contract
from yudane.evidence.catalog import EXISTS, KINDS
from yudane.evidence.validate import MADE_HERE, checked_value, refused
from yudane.reading import Place, Problem, ProblemsError
from yudane.records.catalog.models import Edit
from yudane.records.home import known_services, known_teams, served_workspace
from yudane.records.policy import Subject
from yudane.workspace.sheets.columns import labelled

Kind = Literal["service", "team"]
TABLES = {kind: table for table, kind in KINDS.items()}
OF_OWNERS = ("delegations", "decisions")  # evidence that is told by whose a service is
# These decide what is asked of a team and who is asked, so the team does not say them alone.
SCOPE = {
    "service": {
        *("tier", "in_scope", "lifecycle", "business_unit_id", "has_embedded_sre", "production_since", EXISTS),
        *("user_facing", "publicly_exposed", "handles_personal_data", "on_call_hours"),
    },
    "team": {"kind", "business_unit_id", "active", EXISTS},
}


def contract_of(kind: Kind) -> Contract:
    return served_workspace().contracts[TABLES[kind]]


def fields(kind: Kind) -> tuple[str, ...]:
    """What may be edited field by field. Who owns a service is a move: it has a day."""
    contract = contract_of(kind)
    return tuple(
        name for name in contract.names if name not in (contract.key[0], "team_id" if kind == "service" else "")
    )


def entities(kind: Kind) -> Mapping[str, Mapping[str, Any]]:
    """Those that stand, by id, with what is said here laid over them."""
    found: Any = known_services() if kind == "service" else known_teams()
    return {**made_here(kind), **{row[f"{kind}_id"]: row for row in found}}


def made_here(kind: Kind) -> Mapping[str, Mapping[str, Any]]:
    """Those added here, also where they are still on their way into the lake."""
    made: dict[str, dict[str, Any]] = {}
    for edit in Edit.objects.filter(kind=kind, entity_id__startswith=MADE_HERE, withdrawn_at=None):
        made.setdefault(edit.entity_id, {"team_id": None, "kind": "", "name": edit.entity_id})[edit.field] = edit.value
    return {entity: row for entity, row in made.items() if row.get(EXISTS) == "true"}


def owner(kind: Kind, entity_id: str) -> Subject:
    """The team a rule is asked about: that which owns a service, or the team itself."""
    if kind == "team":
        return Subject(entity_id)
    row = entities(kind).get(entity_id)
    return Subject(row["team_id"] if row else None)


def known(kind: Kind, entity_id: str, field: str = "entity_id") -> Mapping[str, Any]:
    """Raises ProblemsError where there is none of that id."""
    row = entities(kind).get(entity_id)
    if row is None:
        raise ProblemsError.one("entity_missing", Place(field=field), id=entity_id[:200])
    return row


def written(kind: Kind, field: str, value: object) -> str | None:
    """A value as an edit keeps it; None for no value. Raises ProblemsError where the contract would not take it."""
    if field == EXISTS:
        return "true" if value else "false"
    contract = contract_of(kind)
    column = contract.column(field)
    if value in (None, "", []):
        if column.required:
            raise ProblemsError([missing(kind, field)])
        return None
    if field == "business_unit_id":
        known("team", str(value), field)
    try:
        typed = checked_value(contract, field, value)
    except ProblemsError as error:
        raise ProblemsError([labelled(contract.name, problem) for problem in error.problems]) from None
    if isinstance(typed, list):
        return json.dumps(typed, ensure_ascii=False)
    return str(typed).lower() if isinstance(typed, bool) else str(typed)


def missing(kind: Kind, field: str) -> Problem:
    """What is said of a value that has to be there."""
    contract = contract_of(kind)
    return labelled(contract.name, refused(contract, f"missing|{field}|"))


def new_id(kind: Kind, name: str) -> str:
    """An id for what is made here: what people read of its name, told apart where it is taken."""
    plain = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", name).casefold()).strip("-")
    taken, number = entities(kind), 1
    while (found := f"{MADE_HERE}{plain}" + (f"-{number}" if number > 1 else "")) in taken:
        number += 1
    return found
