"""Finding: what a few letters lead to, as one types and as a page; what is called exactly so opens at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yudane.faces.clock import now_utc
from yudane.faces.web.find.match import MOST, Asked, asked_about, exact, found, words_of
from yudane.faces.web.find.things import Thing, things
from yudane.faces.web.shared.acting import actor_of
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import matter_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import Directory, catalog, program
from yudane.program import Program
from yudane.records.decisions.models import Decision
from yudane.records.delegation.answer import who_decides
from yudane.records.home import records_there, served_workspace, today_in
from yudane.records.policy import may
from yudane.words import Lang, say


@dataclass(frozen=True)
class Line:
    """One thing that was found."""

    href: str
    name: str
    about: str


@dataclass(frozen=True)
class Group:
    """Things of one kind."""

    title: str
    lines: Sequence[Line]


def find(request: HttpRequest) -> HttpResponse:
    """`?q=` a few words. The only thing called exactly so opens."""
    lang, asked = Reader.of(request).lang, request.GET.get("q", "")[:200]
    known, now = catalog(served_workspace()), program(served_workspace())
    same = exact(things(now, known, lang), words_of(asked))
    if len(same) == 1:
        return HttpResponseRedirect(same[0].href)
    groups = _groups(request, now, known, asked, lang)
    return page(request, "find/page.html", {"q": asked, "groups": groups})


def found_here(request: HttpRequest) -> HttpResponse:
    """The same as one types, below the field."""
    lang, asked = Reader.of(request).lang, request.GET.get("q", "")[:200]
    known, now = catalog(served_workspace()), program(served_workspace())
    return render(request, "find/found.html", {"q": asked, "groups": _groups(request, now, known, asked, lang)})


def _groups(request: HttpRequest, now: Program, known: Directory, asked: str, lang: Lang) -> list[Group]:
    words = words_of(asked)
    if not words:
        return []
    every = things(now, known, lang)
    told = may(actor_of(request), "delegation") and records_there()
    lines: Mapping[str, list[Line]] = {
        "who_decides": _who(now, asked_about(every, now.activities, words), lang) if told else [],
        **{kind: _lines(found(every, words, kind)) for kind in ("service", "team", "activity", "criterion")},
        "decision": _decisions(words) if told else [],
    }
    return [Group(say(f"web.found_{kind}", lang), some) for kind, some in lines.items() if some]


def _lines(found: Iterable[Thing]) -> list[Line]:
    return [Line(one.href, one.name, one.about) for one in found]


def _who(now: Program, asked: Iterable[Asked], lang: Lang) -> list[Line]:
    """Answered right here."""
    lines = []
    for one in asked:
        service = one.owner.key if one.owner.kind == "service" else ""
        day = today_in(now.zone, now_utc())
        answer = who_decides(now, one.owner.team, one.activity.key, one.area, service, day)
        about = [one.owner.name, one.activity.name[lang], *([one.activity.areas[one.area][lang]] if one.area else [])]
        says = say("cli.who_decides", lang, about=" · ".join(about), level=answer.level(lang))
        lines.append(Line(matter_path(one.owner.team, one.activity.key, service, one.area), says, answer.decides(lang)))
    return lines


def _decisions(words: Sequence[str]) -> list[Line]:
    """The newest whose question or answer says all of it."""
    said = Q()
    for word in words:
        said &= Q(question__icontains=word) | Q(text__icontains=word)
    newest = Decision.objects.filter(said).order_by("-id")[:MOST]
    return [Line(f"/delegation/decisions/{one.pk}", one.question, one.text) for one in newest]
