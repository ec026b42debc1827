"""The matrix of responsibility: what was agreed for each phase, and beside it what was observed."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from yudane.faces.web.activity.cards import Card, card
from yudane.faces.web.activity.view import one
from yudane.faces.web.phases.bar import Bar, done_by, drawn
from yudane.faces.web.shared.indicators import Number, number
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import activity_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import RequestContext, request_context
from yudane.program.model import Phase
from yudane.words import Lang, Text, say


def phases(request: HttpRequest) -> HttpResponse:
    """All phases, in the program's order."""
    context, lang, asked = request_context(request), Reader.of(request).lang, request.GET.get("at", "")
    return page(
        request,
        "phases/page.html",
        {
            "context": context,
            "parties": [name[lang] for name in context.program.parties.values()],
            "phases": [_phase(context, phase, asked, lang) for phase in context.program.phases],
        },
    )


@dataclass(frozen=True)
class PhasePart:
    """What one party has to do in a phase: it may both perform and support."""

    name: str
    performs: bool
    helps: list[str]

    @property
    def none(self) -> bool:
        return not (self.performs or self.helps)


@dataclass(frozen=True)
class PhaseRow:
    """One phase: who has which part, and what was observed."""

    name: str
    note: str
    parties: list[PhasePart]
    card: Card | None
    bar: Bar | None


def _phase(context: RequestContext, phase: Phase, asked: str, lang: Lang) -> PhaseRow:
    observed_number = number(context, phase.observed) if phase.observed else None
    return PhaseRow(
        name=phase.name[lang],
        note=phase.note[lang] if phase.note else "",
        parties=[_part(phase, party, name, lang) for party, name in context.program.parties.items()],
        card=card(context, observed_number, asked, lang) if observed_number else None,
        bar=shares(context, observed_number, lang) if observed_number else None,
    )


def _part(phase: Phase, party: str, name: Text, lang: Lang) -> PhasePart:
    helps = [support.help[lang] for support in phase.supports if support.party == party]
    return PhasePart(name[lang], party in phase.performs, helps)


def shares(context: RequestContext, observed_number: Number, lang: Lang) -> Bar | None:
    """Who did how much; None where nobody counted."""
    parts = done_by(context.program, observed_number.organization, lang)
    return Bar(parts, drawn(parts)) if parts else None


def observed(request: HttpRequest, key: str) -> HttpResponse:
    """What was observed of one phase, with all services."""
    context, lang = request_context(request), Reader.of(request).lang
    found = next((phase.observed for phase in context.program.phases if phase.key == key), None)
    if found is None:
        raise Http404
    observed_number = number(context, found)
    back = {"back": activity_path("phases", request.GET.get("at", "")), "back_name": say("web.phases", lang)}
    return one(
        request,
        context,
        observed_number,
        {**back, "phase": True, "shares": shares(context, observed_number, lang)},
        lang,
    )
