"""A move was not so."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.entities import OF_OWNERS
from yudane.records.catalog.models import Move
from yudane.records.record import found
from yudane.records.verb import Change, verb


@verb("take-back-move", tells=("catalog_moves", *OF_OWNERS))
def take_back_move(act: Act, move_id: str, seen: int | None = None) -> Change[Move]:
    """Of what was merged the rows went along, so that is for good."""
    move = found(Move, move_id)
    if move.withdrawn_at:
        raise ProblemsError.one("taken_back_already", Place(), name=move.becomes)
    if move.kind == "merge":
        raise ProblemsError.one("merged_for_good", Place(), name=move.entity_id)
    move.change(seen, withdrawn_at=act.now)
    return Change(f"{move.entity_kind} {move.entity_id}", move, {"move": move.kind, "becomes": move.becomes})
