"""One service or team: what its source says, what is said of it here, and what counts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from yudane.contracts import Column
from yudane.evidence.catalog import EXISTS
from yudane.evidence.directory import told_by_source
from yudane.faces.web.shared.request_context import Directory
from yudane.records.catalog.entities import TABLES, Kind, contract_of
from yudane.records.catalog.models import Edit, Move
from yudane.records.home import records_there, served_workspace
from yudane.records.policy import Subject

KINDS: Mapping[str, Kind] = {"service": "service", "team": "team"}
OWNER: Mapping[Kind, str] = {"service": "team_id", "team": "business_unit_id"}  # what a transfer changes
TOLD = {"catalog_edits", "catalog_moves", "service_names", "activity_owners", "enablements"}


@dataclass(frozen=True)
class Entity:
    """What is said here counts at once, also where it is still on its way into the lake."""

    kind: Kind
    id: str
    known: Directory
    told: Mapping[str, Any] | None  # the source's row
    edits: Mapping[str, Edit]  # those that stand, by field
    moves: tuple[Move, ...]  # all, the newest day first

    @property
    def exists(self) -> bool:
        said = self.edits.get(EXISTS)
        return said.value == "true" if said else self.told is not None

    @property
    def became(self) -> str:
        """What it is part of now; empty where it is still one of its own."""
        return next((move.becomes for move in self._standing if move.kind == "merge"), "")

    @property
    def name(self) -> str:
        return str(self.counts("name") or self.id)

    @property
    def owner(self) -> str:
        """The id of the team of a service, of the business unit of a team."""
        return str(self.counts(OWNER[self.kind]) or "")

    @property
    def subject(self) -> Subject:
        """Whose it is by what is evidence, as verbs ask."""
        if self.kind == "team":
            return Subject(self.id)
        if row := self.known.by_id.get(self.id):
            return Subject(row["team_id"])
        said = self.edits.get("team_id")
        return Subject(said.value if said else None)

    @property
    def source(self) -> str:
        return str(self.told["origin"]).partition(":")[0] if self.told else ""

    def counts(self, field: str) -> Any:
        """A move stands above an edit, and that above the source."""
        if move := self.moved(field):
            return move.becomes
        column = contract_of(self.kind).column(field)
        edit, told = self.edits.get(field), self.told or {}
        value = read(column, edit.value) if edit else told.get(field)
        return column.default if value is None else value

    def moved(self, field: str) -> Move | None:
        """The newest move that sets a field."""
        sets = {"name": "rename", OWNER[self.kind]: "transfer"}.get(field)
        return next((move for move in self._standing if move.kind == sets), None)

    @cached_property
    def _standing(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.withdrawn_at is None)


def find_entity(kind: Kind, entity_id: str, known: Directory) -> Entity:
    workspace = served_workspace()
    told = told_by_source(workspace.lake, workspace.lake.versions(), TABLES[kind], entity_id)
    edits: Mapping[str, Edit] = {}
    moves: tuple[Move, ...] = ()
    if records_there():
        edits = {edit.field: edit for edit in Edit.objects.filter(kind=kind, entity_id=entity_id, withdrawn_at=None)}
        moves = tuple(
            Move.objects.filter(entity_kind=kind, entity_id=entity_id).order_by("-effective_on", "-created_at")
        )
    return Entity(kind, entity_id, known, told, edits, moves)


def read(column: Column, text: str | None) -> Any:
    """A value as an edit keeps it."""
    if text is None:
        return None
    if column.is_list:
        return json.loads(text)
    match column.type:
        case "bool":
            return text == "true"
        case "int":
            return int(text)
        case "decimal":
            return float(text)
        case "date":
            return date.fromisoformat(text)
    return text
