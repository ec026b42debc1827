"""Why a service stands where it stands in one activity: every criterion with its reason, and what to do next."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from yudane.assessment.reason import because, measured, overridden, values_in_force
from yudane.assessment.unseen import left_out_of, unseen_words
from yudane.evidence.left_outs import LeftOut
from yudane.faces.web.activity.cards import of_service
from yudane.faces.web.service.history import changes, line
from yudane.faces.web.service.ladder import (
    Judged,
    Ladder,
    by_criterion,
    evidence,
    held_back,
    ladder,
    last_change,
    moving,
    published,
)
from yudane.faces.web.shared.assessed import Service, history, outcomes, state, unrated
from yudane.faces.web.shared.draw import listed
from yudane.faces.web.shared.indicators import number
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import activity_path, service_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import RequestContext, Row
from yudane.program import Activity, Criterion
from yudane.words import Lang, say
from yudane.words.values import day, with_unit, written


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
    found = ladder(activity, row, by_criterion(context.program, outcomes(context, service)))
    return page(
        request,
        "why/page.html",
        {
            **known,
            **_current_level(context, found, history(context, service, activity.key), lang),
            "unseen": unseen_words((j.row for step in found.steps for j in step.judged), lang),
            "steps": _steps(request, context, found, service, _left_outs(context, found, service), lang),
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


def _current_level(context: RequestContext, found: Ladder, past: list[Row], lang: Lang) -> dict[str, Any]:
    """Where it stands, since when and for what cause."""
    row = found.row
    level_changes = [
        {"on": c.on, "before": c.before, "after": c.after, "cause": say(f"outcomes.cause_{c.cause}", lang)}
        for c in changes(past)
    ]
    criteria = [
        _asks(context, name, lang) for name in row["cause_criteria"] or () if row["published_before"] is not None
    ]
    return {
        "row": row,
        "state": state(row),
        "published": published(row, lang),
        "evidence": evidence(row, lang),
        "about": found.activity.about[lang],
        "line": line(past, lang),
        "changes": level_changes,
        "change": last_change(row, lang),
        "cause_criteria": criteria,
        "moving": moving(context.program, row, lang),
        "held_back": held_back(found, lang),
        "blocked": _blocked(found, lang),
    }


def _asks(context: RequestContext, name: str, lang: Lang) -> str:
    try:
        return context.program.criterion(name).asks[lang]
    except KeyError:
        return name


def _blocked(found: Ladder, lang: Lang) -> str:
    """That criteria of a higher level are met already, and which lower ones hold it back, or are not known."""
    if not (found.next and found.higher_met and found.next.blockers):
        return ""
    level, met = found.higher_met
    unmet = [j for j in found.next.blockers if j.word == "unmet"]
    if not unmet:
        return say("web.blocked_unknown", lang, level=level, met=met, lower=found.next.level)
    names = [say("web.quoted", lang, text=j.criterion.asks[lang].rstrip(".。")) for j in unmet]
    return say("web.blocked_lower", lang, level=level, met=met, lower=found.next.level, names=listed(names, lang))


def _left_outs(context: RequestContext, found: Ladder, service: Service) -> list[LeftOut]:
    """What of this service could not be taken in, where an outcome is unknown for it."""
    if not any(j.row["cause"] == "left_out" for step in found.steps for j in step.judged):
        return []
    return context.workspace.left_outs(service=service.id, versions=context.assessment.versions)


def _steps(
    request: HttpRequest, context: RequestContext, found: Ladder, service: Service, left: Sequence[LeftOut], lang: Lang
) -> list[dict[str, Any]]:
    query = f"?at={context.assessment.as_of}" if request.GET.get("at") else ""
    path = service_path(service.id, found.activity.key)
    return [
        {
            "step": step,
            "words": step.words(lang),
            "criteria": [
                _criterion(context, j, f"{path}/rows/{j.criterion.name}{query}", lang)
                | {"left_out": left_out_of(j.row, left, lang)}
                for j in sorted(step.judged, key=_urgency)
            ],
        }
        for step in found.visible_steps
    ]


def _urgency(judged: Judged) -> tuple[bool, bool, bool]:
    """What is open comes first, then what is met, then what does not apply; core before extended."""
    return (not judged.open, judged.word != "met", judged.criterion.kind != "core")


def _criterion(context: RequestContext, judged: Judged, rows: str, lang: Lang) -> dict[str, Any]:
    """One criterion, ready to be drawn."""
    criterion, row = judged.criterion, judged.row
    return {
        "criterion": criterion,
        "row": row,
        "asks": criterion.asks[lang],
        "because": because(criterion, row, lang),
        "kind": say(f"outcomes.{criterion.kind}", lang),
        "next": criterion.next[lang] if judged.word == "unmet" else "",
        "guide": f"/guides/{criterion.activity}#{criterion.name}",
        "rows": rows if row["measured"] else "",
        "measured": [(name, _value(value, lang)) for name, value in measured(row).items()],
        "params": _params(criterion, row, lang),
        "references": [(s.text[lang], s.mark) for s in criterion.sources],
        "readings": [reading[lang] for reading in criterion.readings],
        "announced": ""
        if row["counts"] or not criterion.counts_from
        else say("web.announced", lang, on=day(criterion.counts_from, lang)),
        "applies": "" if criterion.applies == "true" else criterion.applies,
    }


def _params(criterion: Criterion, row: Row, lang: Lang) -> list[tuple[str, str, str, str]]:
    """Thresholds in force: what they mean, their value with its unit, their name, and who set it otherwise."""
    values, notes = values_in_force(criterion, row["overrides"]), overridden(criterion, row["overrides"], lang)
    return [
        (p.about[lang], with_unit(values[p.name], p.unit, lang), p.name, notes.get(p.name, ""))
        for p in criterion.params
    ]


def _value(value: Any, lang: Lang) -> str:
    return written(value, "", lang)
