"""What forms about decisions ask for, each by its verb."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yudane.faces.web.decisions.view import new, one
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.asked import seen, text
from yudane.faces.web.shared.doing import done, tried
from yudane.reading import Place, ProblemsError
from yudane.records.decisions import verbs
from yudane.records.decisions.making import Asked, Linked
from yudane.records.decisions.models import Part
from yudane.records.decisions.verbs.take_part import Said

_LONG = 2_001


def _asked(request: HttpRequest) -> Asked:
    ref = text(request, "link_ref", 301)
    links = [Linked(text(request, "link_kind"), ref, text(request, "link_url", 1_001))] if ref.strip() else []
    return Asked(
        request.POST.getlist("team")[:201],
        text(request, "activity"),
        text(request, "area"),
        text(request, "question", _LONG),
        text(request, "text", _LONG),
        text(request, "reasons", _LONG),
        text(request, "service"),
        links,
        text(request, "replaces"),
    )


def open_one(request: HttpRequest) -> HttpResponse:
    made: list[str] = []

    def work() -> None:
        decide = "decide" in request.POST
        made.append(verbs.open_decision(act_of(request), _asked(request), decide=decide).pk)

    return tried(request, work, lambda _: _there(made[0]), new)


def step_in(request: HttpRequest) -> HttpResponse:
    made: list[str] = []

    def work() -> None:
        made.append(verbs.step_in(act_of(request), _asked(request), text(request, "incident", 301)).pk)

    return tried(request, work, lambda _: _there(made[0]), new)


def _there(decision_id: str) -> HttpResponse:
    return HttpResponseRedirect(f"/delegation/decisions/{decision_id}", status=303)


def reword(request: HttpRequest, decision_id: str) -> HttpResponse:
    def work() -> None:
        question, words, reasons = (text(request, name, _LONG) for name in ("question", "text", "reasons"))
        verbs.reword_decision(act_of(request), decision_id, question, words, reasons, seen(request))

    return _done(request, work, decision_id)


def decide(request: HttpRequest, decision_id: str) -> HttpResponse:
    def work() -> None:
        parts = request.POST.getlist("part")[:400]
        if Part.objects.filter(pk__in=parts).exclude(decision_id=decision_id).exists():
            raise ProblemsError.one("record_missing", Place(), id=decision_id[:40])
        words, reasons = text(request, "text", _LONG), text(request, "reasons", _LONG)
        verbs.decide(act_of(request), parts, words, reasons, seen(request))

    return _done(request, work, decision_id)


def take_part(request: HttpRequest, part_id: str) -> HttpResponse:
    def work() -> None:
        yes = {"yes": True, "no": False}.get(text(request, "yes"))
        verbs.take_part(
            act_of(request), part_id, cast("Said", text(request, "kind")), text(request, "text", _LONG), yes
        )

    return _done(request, work, _decision_of(part_id))


def approve(request: HttpRequest, part_id: str) -> HttpResponse:
    def work() -> None:
        verbs.approve_decision(act_of(request), part_id, seen(request))

    return _done(request, work, _decision_of(part_id))


def answer_ask(request: HttpRequest, part_id: str) -> HttpResponse:
    def work() -> None:
        verbs.answer_ask(act_of(request), part_id, "open" in request.POST, text(request, "why", _LONG))

    return _done(request, work, _decision_of(part_id))


def withdraw(request: HttpRequest, part_id: str) -> HttpResponse:
    def work() -> None:
        verbs.withdraw_decision(act_of(request), part_id, text(request, "why", _LONG))

    return _done(request, work, _decision_of(part_id))


def relevel(request: HttpRequest, part_id: str) -> HttpResponse:
    def work() -> None:
        verbs.relevel_decision(act_of(request), part_id)

    return _done(request, work, _decision_of(part_id))


def settle(request: HttpRequest, part_id: str) -> HttpResponse:
    def work() -> None:
        why = text(request, "why", _LONG)
        verbs.settle_decision(act_of(request), part_id, "settle" in request.POST, why, seen(request))

    return _done(request, work, _decision_of(part_id))


def confirm_incident(request: HttpRequest, part_id: str) -> HttpResponse:
    def work() -> None:
        verbs.confirm_incident(act_of(request), part_id)

    return _done(request, work, _decision_of(part_id))


def _decision_of(part_id: str) -> str:
    return Part.objects.filter(pk=part_id).values_list("decision_id", flat=True).first() or "nothing"


def _done(request: HttpRequest, work: Callable[[], object], decision_id: str) -> HttpResponse:
    def again(request: HttpRequest) -> HttpResponse:
        return one(request, decision_id)

    return done(request, work, again, f"/delegation/decisions/{decision_id}", "decision_done")
