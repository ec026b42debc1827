"""What parties did, as a stacked bar over its numbers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from yudane.assessment.rows import IndicatorRow
from yudane.faces.web.shared.draw import joined
from yudane.program import Program
from yudane.words import Lang, say
from yudane.words.values import number

_WIDTH, _HEIGHT, _COLORS = 120, 8, 4


@dataclass(frozen=True)
class Share:
    """How much one party did."""

    name: str
    n: str
    count: float
    css: str


@dataclass(frozen=True)
class Bar:
    """Who did how much, with the drawing of it."""

    parts: Sequence[Share]
    svg: SafeString


def done_by(program: Program, organization: IndicatorRow | None, lang: Lang) -> list[Share]:
    """By party in the program's order, then others; empty where it was not counted."""
    measured: Mapping[str, float | None] = (
        json.loads(organization["measured"]) if organization and organization["measured"] else {}
    )
    names = {key: name[lang] for key, name in program.parties.items()} | {"others": say("web.others_did", lang)}
    counts = [(key, name, measured.get(f"by_{key}")) for key, name in names.items()]
    if not any(count for _, _, count in counts):
        return []
    return [
        Share(name, number(count or 0, 1), float(count or 0), f"p{min(place, _COLORS)}")
        for place, (_, name, count) in enumerate(counts, start=1)
    ]


def drawn(parts: Sequence[Share]) -> SafeString:
    """The bar alone: it stands beside the numbers in text, so it is hidden from those who hear the page."""
    total, x, rects = sum(part.count for part in parts), 0.0, []
    for part in parts:
        width = _WIDTH * part.count / total
        if width:
            rects.append(f'<rect class="{part.css}" x="{x:.1f}" width="{max(width - 1, 0.5):.1f}" height="{_HEIGHT}"/>')
        x += width
    return format_html(
        '<svg viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        _WIDTH,
        _HEIGHT,
        joined(rects),
    )
