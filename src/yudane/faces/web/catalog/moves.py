"""What a service or a team was called, whose it was and what became part of it, and the forms to say more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.http import QueryDict

from yudane.faces.clock import now_utc
from yudane.faces.web.catalog.entity import Entity
from yudane.faces.web.catalog.fields import Choices, units
from yudane.records.acting import Actor
from yudane.records.catalog.models import Move
from yudane.records.home import records_there
from yudane.records.policy import may
from yudane.words import Lang, say

MoveKind = Literal["rename", "transfer", "merge"]
MOVES: Mapping[str, MoveKind] = {"rename": "rename", "transfer": "transfer", "merge": "merge"}


@dataclass(frozen=True)
class MoveLine:
    """One move in words."""

    move: Move
    words: str
    by: str
    takes_back: bool


@dataclass(frozen=True)
class MoveForm:
    """How one kind of move is entered: by choosing, or by writing where there are no choices."""

    move: MoveKind
    label: str
    choices: Choices | None
    becomes: str
    on: str

    @property
    def form(self) -> str:
        """By which the page knows the form that was sent."""
        return f"move-{self.move}"


def move_lines(entity: Entity, actor: Actor, lang: Lang) -> list[MoveLine]:
    """Its own, and what became part of it."""
    takes_back = may(actor, "take-back-move", entity.subject)
    into = Move.objects.none()
    if records_there():
        into = Move.objects.filter(kind="merge", entity_kind=entity.kind, becomes=entity.id, withdrawn_at=None)
    both = sorted((*entity.moves, *into), key=lambda move: (move.effective_on, move.created_at), reverse=True)
    return [
        MoveLine(
            move,
            _words(entity, move, lang),
            move.by_name or say("web.role_operator", lang),
            takes_back and move.kind != "merge" and move.withdrawn_at is None,
        )
        for move in both
    ]


def _words(entity: Entity, move: Move, lang: Lang) -> str:
    if move.entity_id != entity.id:
        return say("web.moved_here", lang, name=move.entity_id)
    becomes = entity.known.name(move.becomes) if move.kind == "transfer" else move.becomes
    return say(f"web.moved_{move.kind}", lang, becomes=becomes)


def move_forms(entity: Entity, typed: QueryDict, lang: Lang) -> list[MoveForm]:
    """What was typed stays in the form that was sent. Nothing is offered that has nowhere to go."""
    today = now_utc().date()
    forms = (
        _form(move, say(f"web.becomes_{move}_{entity.kind}", lang), _choices(entity, move), typed, today)
        for move in MOVES.values()
    )
    return [form for form in forms if form.choices is None or form.choices]


def _form(move: MoveKind, label: str, choices: Choices | None, typed: QueryDict, today: date) -> MoveForm:
    sent = typed if typed.get("form") == f"move-{move}" else QueryDict()
    return MoveForm(move, label, choices, sent.get("becomes", ""), sent.get("on", today.isoformat()))


def _choices(entity: Entity, move: MoveKind) -> Choices | None:
    """None where one writes: names, and ids of services, since there may be thousands."""
    match (move, entity.kind):
        case ("transfer", "service") | ("merge", "team"):
            found = ((team["team_id"], team["name"]) for team in entity.known.teams if team["active"])
        case ("transfer", "team"):
            found = (unit for unit in units(entity))
        case _:
            return None
    already = (entity.id,) if move == "merge" else (entity.id, entity.owner)
    return tuple(choice for choice in found if choice[0] not in already)
