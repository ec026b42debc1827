"""The matrix of responsibility: what was agreed for each phase, and beside it what was observed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from yudane.faces.web.activity.told import card
from yudane.faces.web.activity.view import one
from yudane.faces.web.phases.bar import done_by, drawn
from yudane.faces.web.shared.indicated import Number, number
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import activity_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.state import Scene, scene
from yudane.program.model import Phase
from yudane.words import Lang, Text, say


def phases(request: HttpRequest) -> HttpResponse:
    """All phases, in the program's order."""
    at, lang, asked = scene(request), Reader.of(request).lang, request.GET.get("at", "")
    return page(
        request,
        "phases/page.html",
        {
            "scene": at,
            "parties": [name[lang] for name in at.program.parties.values()],
            "phases": [_phase(at, phase, asked, lang) for phase in at.program.phases],
        },
    )


def _phase(at: Scene, phase: Phase, asked: str, lang: Lang) -> dict[str, Any]:
    told = number(at, phase.observed) if phase.observed else None
    return {
        "name": phase.name[lang],
        "note": phase.note[lang] if phase.note else "",
        "parties": [_part(phase, party, name, lang) for party, name in at.program.parties.items()],
        "card": card(at, told, asked, lang) if told else None,
        "bar": shares(at, told, lang) if told else None,
    }


def _part(phase: Phase, party: str, name: Text, lang: Lang) -> dict[str, Any]:
    """What one party has to do in a phase: it may both perform and support."""
    helps = [support.help[lang] for support in phase.supports if support.party == party]
    performs = party in phase.performs
    return {"name": name[lang], "performs": performs, "helps": helps, "none": not (performs or helps)}


def shares(at: Scene, told: Number, lang: Lang) -> dict[str, Any] | None:
    """Who did how much; None where nobody counted."""
    parts = done_by(at.program, told.whole, lang)
    return {"parts": parts, "svg": drawn(parts)} if parts else None


def observed(request: HttpRequest, key: str) -> HttpResponse:
    """What was observed of one phase, with all services."""
    at, lang = scene(request), Reader.of(request).lang
    found = next((phase.observed for phase in at.program.phases if phase.key == key), None)
    if found is None:
        raise Http404
    told = number(at, found)
    back = {"back": activity_path("phases", request.GET.get("at", "")), "back_name": say("web.phases", lang)}
    return one(request, at, told, {**back, "phase": True, "shares": shares(at, told, lang)}, lang)
