"""A service or a team that no source tells of."""

from collections.abc import Mapping

from yudane.evidence.catalog import EXISTS
from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.entities import Kind, contract_of, known, missing, new_id, written
from yudane.records.catalog.verbs.edit_entity import edited
from yudane.records.verb import Change, verb


@verb("add-entity", tells=("catalog_edits",))
def add_entity(act: Act, kind: Kind, name: str, values: Mapping[str, object]) -> Change[str]:
    """Its id. `values`: what else is said of it, by column. Raises ProblemsError with every value that will not do."""
    name = " ".join(name.split())
    if not name:
        raise ProblemsError.one("name_missing", Place(field="name"))
    if team := values.get("team_id"):
        known("team", str(team), "team_id")
    entity_id = new_id(kind, name)
    said = {"name": name, **{field: value for field, value in values.items() if value not in (None, "")}}
    required = [c.name for c in contract_of(kind).columns if c.required]
    if left := [name for name in required if name not in (*said, contract_of(kind).key[0])]:
        raise ProblemsError([missing(kind, name) for name in left])
    for field, value in said.items():
        edited(act, kind, entity_id, field, written(kind, field, value))
    edited(act, kind, entity_id, EXISTS, "true")
    return Change(f"{kind} {entity_id}", entity_id, said)
