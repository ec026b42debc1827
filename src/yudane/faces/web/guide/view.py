"""The guide of an activity: how to get to each level. Criteria the guide does not speak of stand below it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from yudane.faces.web.guide.markdown import anchors, framed, render
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import program
from yudane.program import Activity
from yudane.program.checks import LEVELS
from yudane.records.home import served_workspace
from yudane.words import Lang, say


def guide(request: HttpRequest, activity: str) -> HttpResponse:
    """Every criterion has an anchor of its name here, from the guide or from the list below it."""
    lang, known = Reader.of(request).lang, program(served_workspace())
    found = {each.key: each for each in known.activities}.get(activity)
    if found is None:
        raise Http404
    text = found.guide[lang] if found.guide else ""
    return page(
        request,
        "guide/page.html",
        {
            "activity": found,
            "name": found.name[lang],
            "about": found.about[lang],
            "html": _html(text, lang),
            "titled": text.lstrip().startswith("# "),
            "levels": _levels(found, anchors(text), lang),
            "why": found.why[lang],
        },
    )


def _html(text: str, lang: Lang) -> SafeString:
    html = framed(render(text), lambda number: say("web.table", lang, number=number)) if text else ""
    return mark_safe(html)  # noqa: S308 -- cleaned by nh3


@dataclass(frozen=True)
class Advice:
    """What to do for one criterion."""

    name: str
    asks: str
    next: str


@dataclass(frozen=True)
class Level:
    """The criteria of a level the guide has no anchor for."""

    level: int
    says: str
    criteria: list[Advice]


def _levels(activity: Activity, anchored: set[str], lang: Lang) -> list[Level]:
    found = [
        Level(
            level,
            activity.levels[level][lang],
            [Advice(c.name, c.asks[lang], c.next[lang]) for c in activity.criteria_of(level) if c.name not in anchored],
        )
        for level in LEVELS
        if level in activity.levels
    ]
    return [level for level in found if level.criteria]
