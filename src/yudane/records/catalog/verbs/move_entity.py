"""A service or a team has a new name, another owner, or became part of another, from a day on."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.entities import OF_OWNERS, Kind, entities, known
from yudane.records.catalog.models import Move, OwnerChange
from yudane.records.verb import Change, verb

MoveKind = Literal["rename", "transfer", "merge"]


@verb("move-entity", tells=("catalog_moves", "service_names", *OF_OWNERS))
def move_entity(
    act: Act, move: MoveKind, kind: Kind, entity_id: str, becomes: str, on: date | None = None
) -> Change[Move]:
    """From today where no day is said, never ahead: results until then stay with what it was. `becomes` is the new name,
    the team a service goes to (of a team: the business unit), or the one it is part of now. A merge is for good."""
    row, on, becomes = known(kind, entity_id), on or act.on, " ".join(becomes.split())
    if on > act.on:
        raise ProblemsError.one("day_ahead", Place(field="on"), value=on)
    if not becomes:
        raise ProblemsError.one("name_missing", Place(field="becomes"))
    if move != "rename":
        target = known("team" if move == "transfer" else kind, becomes, "becomes")
        if move == "merge" and becomes == entity_id:
            raise ProblemsError.one("merged_with_itself", Place(field="becomes"), name=row["name"])
        if move == "transfer" and kind == "team" and target["kind"] != "business_unit":
            raise ProblemsError.one("not_a_business_unit", Place(field="becomes"), name=target["name"])
    if Move.objects.filter(
        kind=move, entity_kind=kind, entity_id=entity_id, effective_on=on, withdrawn_at=None
    ).exists():
        raise ProblemsError.one("moved_that_day", Place(field="on"), name=row["name"], value=on)
    made = Move.make(
        act.now,
        kind=move,
        entity_kind=kind,
        entity_id=entity_id,
        becomes=becomes,
        effective_on=on,
        by_id=act.actor.id,
        by_name=act.actor.name,
    )
    for service, was in _along(move, kind, entity_id):
        OwnerChange.make(act.now, move=made, service_id=service, was=was, team_id=becomes)
    return Change(f"{kind} {entity_id}", made, {"move": move, "becomes": becomes, "on": on})


def _along(move: MoveKind, kind: Kind, entity_id: str) -> Iterator[tuple[str, str]]:
    """Services that have another team by it, and whose they were."""
    services = entities("service") if (move, kind) in (("transfer", "service"), ("merge", "team")) else {}
    for service, row in services.items():
        if row["team_id"] and entity_id == (service if kind == "service" else row["team_id"]):
            yield service, row["team_id"]
