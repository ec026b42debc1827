"""The published level over the dates assessed, as a step line and as rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString

from yudane.assessment.rows import PastLevel
from yudane.faces.web.shared.draw import joined
from yudane.words import Lang, say
from yudane.words.values import day, listed

_WIDTH, _HEIGHT, _EDGE, _LEFT = 176, 48, 6, 14


@dataclass(frozen=True)
class Change:
    """A published level that differs from the one before."""

    on: date
    before: int | None
    after: int | None
    cause: str
    program_version: str


def changes(history: Sequence[PastLevel]) -> list[Change]:
    """Newest first; the first published level is one too."""
    found: list[Change] = []
    before: int | None = None
    for row in history:
        if row["published"] != before:
            found.append(
                Change(row["as_of"], before, row["published"], row["cause"] or "evidence", row["program_version"])
            )
            before = row["published"]
    return found[::-1]


def line(history: Sequence[PastLevel], lang: Lang) -> SafeString:
    """The step line; nothing where there is only one date, or never was a level."""
    if len({row["as_of"] for row in history}) < 2 or not changes(history):
        return SafeString("")
    marks = [
        f'<path class="rule" d="M{_LEFT} {_y(level)}H{_WIDTH - _EDGE}"/><text y="{_y(level) + 3}">{level}</text>'
        for level in (1, 2, 3)
    ]
    x = _x(history)
    points = [(x(row["as_of"]), row["published"]) for row in history]
    last = next(((px, level) for px, level in reversed(points) if level), None)
    dot = f'<circle cx="{last[0]:.1f}" cy="{_y(last[1])}" r="2.5"/>' if last and last[1] else ""
    programs = [f'<path class="mark" d="M{x(on):.1f} {_EDGE}V{_HEIGHT - _EDGE}"/>' for on in _new_programs(history)]
    return format_html(
        '<svg class="steps" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        _WIDTH,
        _HEIGHT,
        words(history, lang),
        joined([*marks, *programs, f'<path class="way" d="{_path(points)}"/>', dot]),
    )


def words(history: Sequence[PastLevel], lang: Lang) -> str:
    """The line in words: since when which level."""
    points = [
        say(
            "web.history_point",
            lang,
            on=day(change.on, lang),
            level=say("outcomes.level", lang, level=change.after) if change.after else say("web.state_unknown", lang),
        )
        for change in reversed(changes(history))
    ]
    return say("web.history_words", lang, points=listed(points, lang))


def _x(history: Sequence[PastLevel]) -> Callable[[date], float]:
    first, last = history[0]["as_of"], history[-1]["as_of"]
    days = (last - first).days or 1
    return lambda on: _LEFT + (_WIDTH - _LEFT - _EDGE) * (on - first).days / days


def _y(level: int) -> int:
    return _HEIGHT - _EDGE - (level - 1) * (_HEIGHT - 2 * _EDGE) // 2


def _path(points: Sequence[tuple[float, int | None]]) -> str:
    """Steps: level until the next date, then up or down; a gap where nothing was published."""
    parts: list[str] = []
    open_ = False
    for x, level in points:
        if level is None:
            parts.append(f"H{x:.1f}" if open_ else "")
            open_ = False
        elif open_:
            parts.append(f"H{x:.1f}V{_y(level)}")
        else:
            parts.append(f"M{x:.1f} {_y(level)}")
            open_ = True
    return "".join(parts)


def _new_programs(history: Sequence[PastLevel]) -> list[date]:
    """Dates from which another version of the program judged: a change there may be one of the yardstick."""
    return [now["as_of"] for then, now in pairwise(history) if then["program_version"] != now["program_version"]]
