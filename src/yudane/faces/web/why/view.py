"""Why a service stands where it stands in one activity: every criterion with its reason, and what to do next."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from yudane.assessment.explanation import (
    ActivityExplanation,
    CriterionExplanation,
    explain_activity,
    explain_criteria,
)
from yudane.assessment.rows import OutcomeRow, PastLevel
from yudane.assessment.unseen import unseen_words
from yudane.evidence.left_outs import LeftOut
from yudane.faces.web.activity.cards import of_service
from yudane.faces.web.service.history import changes, line
from yudane.faces.web.shared.assessed import Service, history, outcomes, state, unrated
from yudane.faces.web.shared.indicators import number
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import activity_path, service_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import RequestContext
from yudane.program import Activity
from yudane.words import Lang, say
from yudane.words.values import written


def why(request: HttpRequest, context: RequestContext, service: Service, activity: Activity) -> HttpResponse:
    """The page of one service and activity."""
    lang = Reader.of(request).lang
    known = {
        "context": context,
        "service": service,
        "activity": activity,
        "name": activity.name[lang],
        "back": service_path(service.id, day=request.GET.get("at", "")),
    }
    row = service.cells.get(activity.key)
    if row is None or not activity.levels:
        return page(request, "why/unrated.html", known | _unrated(request, context, service, activity, lang))
    judged = outcomes(context, service)
    then = context.program_then
    criteria = explain_criteria(then, judged, _left_outs(context, judged, service, activity))
    decided = next((each for each in then.activities if each.key == activity.key), activity)
    found = explain_activity(then, decided, row, {each.criterion.id: each for each in criteria})
    return page(
        request,
        "why/page.html",
        {
            **known,
            **_current_level(found, history(context, service, activity.key), lang),
            "unseen": found.unseen(lang),
            "steps": _steps(request, context, found, service, lang),
        },
    )


def _unrated(
    request: HttpRequest, context: RequestContext, service: Service, activity: Activity, lang: Lang
) -> dict[str, Any]:
    """Why there is no level, and the numbers of this service instead."""
    asked = request.GET.get("at", "")
    numbers = [number(context, indicator) for indicator in activity.indicators]
    rows = [(each, row) for each in numbers for row in each.services if row["service_id"] == service.id]
    return {
        "unseen": unseen_words((row for _, row in rows), lang),
        "reason": unrated(activity, lang),
        "activity_href": activity_path(activity.key, asked),
        "numbers": [of_service(each, row, asked, lang) for each, row in rows],
    }


def _current_level(found: ActivityExplanation, past: list[PastLevel], lang: Lang) -> dict[str, Any]:
    """Where it stands, since when and for what cause."""
    level_changes = [
        {"on": c.on, "before": c.before, "after": c.after, "cause": say(f"outcomes.cause_{c.cause}", lang)}
        for c in changes(past)
    ]
    return {
        "row": found.row,
        "state": state(found.row),
        "published": found.published(lang),
        "evidence": found.evidence(lang),
        "about": found.activity.about[lang],
        "line": line(past, lang),
        "changes": level_changes,
        "change": found.last_change(lang),
        "cause_criteria": found.cause_criteria(lang),
        "moving": found.moving(lang),
        "held_back": found.held_back(lang),
        "blocked": found.blocked(lang),
    }


def _left_outs(
    context: RequestContext, judged: Sequence[OutcomeRow], service: Service, activity: Activity
) -> list[LeftOut]:
    """What of this service could not be taken in, where an outcome is unknown for it."""
    if not any(row["cause"] == "left_out" and row["activity"] == activity.key for row in judged):
        return []
    return context.workspace.left_outs(service=service.id, versions=context.assessment.versions)


def _steps(
    request: HttpRequest, context: RequestContext, found: ActivityExplanation, service: Service, lang: Lang
) -> list[dict[str, Any]]:
    query = f"?at={context.assessment.as_of}" if request.GET.get("at") else ""
    path = service_path(service.id, found.activity.key)
    return [
        {
            "step": level,
            "words": level.words(lang),
            "criteria": [
                _criterion(each, f"{path}/rows/{each.criterion.name}{query}", lang)
                for each in sorted(level.criteria, key=_urgency)
            ],
        }
        for level in found.visible_levels
    ]


def _urgency(each: CriterionExplanation) -> tuple[bool, bool, bool]:
    """What is open comes first, then what is met, then what does not apply; core before extended."""
    return (not each.is_open, each.outcome != "met", each.criterion.kind != "core")


def _criterion(each: CriterionExplanation, rows: str, lang: Lang) -> dict[str, Any]:
    """One criterion, ready to be drawn."""
    criterion = each.criterion
    return {
        "criterion": criterion,
        "row": each.row,
        "asks": each.asks(lang),
        "because": each.because(lang),
        "left_out": each.left_out(lang),
        "kind": say(f"outcomes.{criterion.kind}", lang),
        "next": each.next(lang),
        "guide": f"/guides/{criterion.activity}#{criterion.name}",
        "rows": rows if each.row["measured"] else "",
        "measured": [(name, written(value, "", lang)) for name, value in each.measured.items()],
        "params": [(p.about(lang), p.value_words(lang), p.param.name, p.note) for p in each.parameters(lang)],
        "references": [(s.text[lang], s.mark) for s in criterion.sources],
        "readings": [reading[lang] for reading in criterion.readings],
        "announced": each.announced(lang),
        "applies": "" if criterion.applies == "true" else criterion.applies,
    }
