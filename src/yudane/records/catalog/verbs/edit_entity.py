"""One field of a service or a team is otherwise than its source says."""

from yudane.evidence.catalog import EXISTS
from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.entities import SCOPE, Kind, fields, known, owner, written
from yudane.records.catalog.models import Edit
from yudane.records.policy import Subject, require
from yudane.records.verb import Change, verb


def _of(kind: Kind, entity_id: str, *_: object, **__: object) -> Subject:
    return owner(kind, entity_id)


@verb("edit-entity", _of, tells=("catalog_edits",))
def edit_entity(
    act: Act, kind: Kind, entity_id: str, field: str, value: object, seen: str | None = None
) -> Change[Edit | None]:
    """`seen`: the id of the edit that whoever asks has read, empty for none; None where nothing is said. What decides the
    scope is not the team's alone to say. The same value again is no edit."""
    known(kind, entity_id)
    if field not in (*fields(kind), EXISTS):
        raise ProblemsError.one(
            "field_not_editable", Place(field=field), name=field[:60], known=", ".join(fields(kind))
        )
    if field in SCOPE[kind]:
        require(act.actor, "set-scope", owner(kind, entity_id))
    return edited(act, kind, entity_id, field, written(kind, field, value), seen)


def edited(
    act: Act, kind: Kind, entity_id: str, field: str, value: str | None, seen: str | None = None
) -> Change[Edit | None]:
    """The one standing edit of the field gives way to this one."""
    stands = (
        Edit.objects.select_for_update().filter(kind=kind, entity_id=entity_id, field=field, withdrawn_at=None).first()
    )
    if seen is not None and seen != (stands.pk if stands else ""):
        raise ProblemsError.one("changed_meanwhile", Place(field=field), name=field)
    thing, was = f"{kind} {entity_id}", stands.value if stands else None
    if stands and stands.value == value:
        return Change(thing, stands, {"field": field, "value": value, "same": True})
    if stands:
        stands.change(withdrawn_at=act.now)
    made = Edit.make(
        act.now, kind=kind, entity_id=entity_id, field=field, value=value, by_id=act.actor.id, by_name=act.actor.name
    )
    return Change(thing, made, {"field": field, "value": value, "was": was})
