"""What is said here of the catalog, as rows of the contracts."""

from collections.abc import Iterator
from typing import Any

from yudane.evidence.catalog import KINDS
from yudane.records.catalog.models import ActivityOwner, Edit, Enablement, Move
from yudane.records.record import told_id

SYSTEM = "yudane"  # by which the names of merged services are known
Row = dict[str, Any]


def catalog_edits() -> Iterator[Row]:
    """Of each field the newest word, also where it was taken back."""
    newest: dict[tuple[str, str, str], Edit] = {}
    for edit in Edit.objects.order_by("created_at", "id").iterator():
        newest[(edit.kind, edit.entity_id, edit.field)] = edit
    for (kind, entity, field), edit in sorted(newest.items()):
        yield {
            "entity_kind": kind,
            "entity_id": entity,
            "field": field,
            "value": edit.value,
            "edited_at": edit.created_at,
            "withdrawn_at": edit.withdrawn_at,
            "received_at": edit.withdrawn_at or edit.created_at,
        }


def catalog_moves() -> Iterator[Row]:
    for move in Move.objects.order_by("id").iterator():
        yield {
            "move_id": told_id(move),
            "kind": move.kind,
            "entity_kind": move.entity_kind,
            "entity_id": move.entity_id,
            "becomes": move.becomes,
            "effective_on": move.effective_on,
            "moved_at": move.created_at,
            "withdrawn_at": move.withdrawn_at,
            "received_at": move.withdrawn_at or move.created_at,
        }


def service_names() -> Iterator[Row]:
    """A merged service is a name of what it is part of now."""
    merges = Move.objects.filter(kind="merge", entity_kind=KINDS["services"], withdrawn_at=None)
    becomes = {move.entity_id: move.becomes for move in merges}
    for move in merges.order_by("id"):
        now = move.becomes
        while now in becomes:
            now = becomes[now]
        yield {"system": SYSTEM, "name": move.entity_id, "service_id": now, "received_at": move.created_at}


def activity_owners() -> Iterator[Row]:
    for owner in ActivityOwner.objects.order_by("id").iterator():
        yield {
            "team_id": owner.team_id,
            "activity_key": owner.activity_key,
            "person_id": owner.person_id,
            "since": owner.since,
            "until": owner.until,
        }


def enablements() -> Iterator[Row]:
    for one in Enablement.objects.order_by("id").iterator():
        yield {"team_id": one.team_id, "wave": one.wave, "started_on": one.started_on, "ended_on": one.ended_on}
