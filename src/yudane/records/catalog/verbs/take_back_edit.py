"""What the source says counts again."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.entities import SCOPE, owner
from yudane.records.catalog.models import Edit
from yudane.records.policy import Subject, require
from yudane.records.record import found
from yudane.records.verb import Change, verb


def _of(edit_id: str, *_: object, **__: object) -> Subject:
    there = Edit.objects.filter(pk=edit_id).first()
    return owner(there.kind, there.entity_id) if there else Subject()  # type: ignore[arg-type]


@verb("take-back-edit", _of, tells=("catalog_edits",))
def take_back_edit(act: Act, edit_id: str, seen: int | None = None) -> Change[Edit]:
    edit = found(Edit, edit_id)
    if edit.withdrawn_at:
        raise ProblemsError.one("taken_back_already", Place(), name=edit.field)
    if edit.field in SCOPE[edit.kind]:
        require(act.actor, "set-scope", _of(edit_id))
    edit.change(seen, withdrawn_at=act.now)
    return Change(f"{edit.kind} {edit.entity_id}", edit, {"field": edit.field, "value": edit.value})
