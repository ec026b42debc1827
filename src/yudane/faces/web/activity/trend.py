"""An indicator over the assessments kept: a small line, and the same in words."""

from collections.abc import Sequence
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString

from yudane.assessment.reason import value_words
from yudane.assessment.rows import PastValue
from yudane.faces.web.shared.draw import joined
from yudane.program import Indicator
from yudane.words import Lang, say
from yudane.words.values import day

_WIDTH, _HEIGHT, _EDGE = 176, 48, 6
_DOTS = 40  # with more dates only the last is marked


def line(indicator: Indicator, past: Sequence[PastValue], lang: Lang) -> SafeString:
    """Filled dots reach the goal, hollow ones do not. Nothing where fewer than two dates have a value."""
    known = [row for row in past if row["value"] is not None]
    if len(known) < 2:
        return SafeString("")
    points = _points(past)
    marks = [f'<path class="way" d="{_path(points)}"/>', *_dots(past, points)]
    return format_html(
        '<svg class="steps trend" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        _WIDTH,
        _HEIGHT,
        words(indicator, past, lang),
        joined([f'<path class="rule" d="M{_EDGE} {_HEIGHT - 1}H{_WIDTH - _EDGE}"/>', *marks]),
    )


def words(indicator: Indicator, past: Sequence[PastValue], lang: Lang) -> str:
    """From the first value to the last, with the lowest and the highest; empty where there is none."""
    known = [(row["as_of"], row["value"]) for row in past if row["value"] is not None]
    if not known:
        return ""
    values = [value for _, value in known]
    code = "trend_words" if min(values) < max(values) else "trend_same"
    named_values = {
        "first": values[0],
        "last": values[-1],
        "lowest": min(values),
        "highest": max(values),
    }
    return say(
        f"web.{code}",
        lang,
        since=day(known[0][0], lang),
        until=day(known[-1][0], lang),
        **{name: value_words(value, indicator.unit, lang) for name, value in named_values.items()},
    )


def _points(past: Sequence[PastValue]) -> list[tuple[float, float] | None]:
    """Where each date lies; None where nothing was known."""
    values = [row["value"] for row in past if row["value"] is not None]
    low, span = min(values), max(values) - min(values)
    first, days = past[0]["as_of"], max((past[-1]["as_of"] - past[0]["as_of"]).days, 1)

    def place(on: date, value: float) -> tuple[float, float]:
        x = _EDGE + (_WIDTH - 2 * _EDGE) * (on - first).days / days
        up = (value - low) / span if span else 0.5
        return x, _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * up

    return [None if row["value"] is None else place(row["as_of"], row["value"]) for row in past]


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts: list[str] = []
    for before, point in zip([None, *points], points, strict=False):
        if point:
            parts.append(f"{'L' if before else 'M'}{point[0]:.1f} {point[1]:.1f}")
    return "".join(parts)


def _dots(past: Sequence[PastValue], points: Sequence[tuple[float, float] | None]) -> list[str]:
    drawn = [(row["outcome"], point) for row, point in zip(past, points, strict=True) if point]
    marked = drawn if len(drawn) <= _DOTS else drawn[-1:]
    return [
        f'<circle class="{"yes" if word == "met" else "no"}" cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>'
        for word, (x, y) in marked
    ]
