"""Who would move, by activity, and because of which criterion."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yudane.assessment.compare import Change, Comparison, Level, Move
from yudane.assessment.reason import level_words
from yudane.faces.web.shared.assessed import services
from yudane.faces.web.shared.draw import counted
from yudane.faces.web.shared.paths import service_path
from yudane.faces.web.shared.request_context import RequestContext
from yudane.program import Program
from yudane.words import Lang, say

MOST = 300  # rows shown
_SIGNS = {"up": "▲", "down": "▼", "wider": "◇", "narrower": "◆", "new": "+", "gone": "−"}
_ORDER = ("down", "up", "wider", "narrower", "new", "gone")


@dataclass(frozen=True)
class MoveRow:
    """One service that would move."""

    name: str
    href: str
    team: str
    before: str
    after: str
    sign: str
    word: str
    because: list[tuple[str, str, str]]


@dataclass(frozen=True)
class ActivityMoves:
    """The moves in one activity."""

    key: str
    name: str
    moves: list[MoveRow]


@dataclass(frozen=True)
class Moves:
    """All moves, ready to be drawn."""

    moved: int  # services
    services: int
    directions: list[tuple[str, str]]  # sign, words
    activities: list[ActivityMoves]
    cut: bool
    most: int = MOST


def moves_by_activity(context: RequestContext, other: Program, compared: Comparison, lang: Lang) -> Moves:
    """The moves in the activities' order, falls first."""
    by_activity: dict[str, list[Move]] = {}
    for move in sorted(compared.moves, key=lambda move: _ORDER.index(move.direction))[:MOST]:
        by_activity.setdefault(move.activity, []).append(move)
    names = {a.key: a.name[lang] for program in (context.program, other) for a in program.activities}
    known = {each.id: each.name for each in services(context)}
    return Moves(
        moved=len({move.service for move in compared.moves}),
        services=compared.services,
        directions=_directions(compared, lang),
        activities=[
            ActivityMoves(key, name, [_move(move, known, context, other, lang) for move in by_activity[key]])
            for key, name in names.items()
            if key in by_activity
        ],
        cut=len(compared.moves) > MOST,
    )


def _directions(compared: Comparison, lang: Lang) -> list[tuple[str, str]]:
    found = Counter(move.direction for move in compared.moves)
    return [(_SIGNS[word], counted(f"moves_{word}", found[word], lang)) for word in _ORDER if found[word]]


def _move(move: Move, known: Mapping[str, str], context: RequestContext, other: Program, lang: Lang) -> MoveRow:
    return MoveRow(
        name=known.get(move.service, move.service),
        href=service_path(move.service, move.activity),
        team=context.catalog.name(move.team) or say("web.no_team", lang),
        before=_level(move.before, lang),
        after=_level(move.after, lang),
        sign=_SIGNS[move.direction],
        word=say(f"web.move_{move.direction}", lang),
        because=[_because(change, context.program, other, lang) for change in move.because],
    )


def _level(level: Level | None, lang: Lang) -> str:
    return level_words(*level, lang) if level else say("web.no_level", lang)


def _because(change: Change, before: Program, after: Program, lang: Lang) -> tuple[str, str, str]:
    """What is asked, and its outcome before and after."""
    words = [
        say(f"outcomes.{word}", lang) if word else say("web.not_asked", lang) for word in (change.before, change.after)
    ]
    return _asks(change.criterion, (after, before), lang), words[0], words[1]


def _asks(name: str, programs: Sequence[Program], lang: Lang) -> str:
    for program in programs:
        for criterion in program.criteria():
            if criterion.id == name:
                return criterion.asks[lang]
    return name
