"""The page of a service; the last part of an address may name an activity, then it is the page that says why."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString

from yudane.assessment.explanation import ActivityExplanation, LevelExplanation, explain_activity, explain_criteria
from yudane.assessment.rows import LevelRow, PastLevel
from yudane.assessment.unseen import tables_words, unseen_words
from yudane.evidence.directory import not_assessed
from yudane.faces.web.service.history import line
from yudane.faces.web.shared.assessed import Service, history, others, outcomes, service, state
from yudane.faces.web.shared.error_pages import error_page
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import Link, entity_path, service_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import RequestContext, request_context
from yudane.faces.web.why.view import why
from yudane.program import Activity
from yudane.words import Lang, say

_NEAR = 5
_SHOWN = 3  # blockers of an activity


def service_or_why(request: HttpRequest, rest: str) -> HttpResponse:
    """A service of the whole name comes first; then the last part may be an activity."""
    context = request_context(request)
    if found := service(context, rest):
        return page(request, "service/page.html", _context(request, context, found))
    name, _, key = rest.rpartition("/")
    if now := context.catalog.renamed.get(rest):
        return redirect(service_path(now, day=request.GET.get("at", "")))
    if now := context.catalog.renamed.get(name):
        return redirect(service_path(now, key, day=request.GET.get("at", "")))
    if name and key in {activity.key for activity in context.program.activities}:
        if found := service(context, name):
            return why(request, context, found, context.program.activity(key))
        return missing(request, context, name)
    return missing(request, context, rest)


def missing(request: HttpRequest, context: RequestContext, name: str) -> HttpResponse:
    """A service that is not assessed: why, where the catalog knows it; else names that are near."""
    lang = Reader.of(request).lang
    if known := context.catalog.by_id.get(name):
        reason = say(f"web.not_assessed_{not_assessed(known) or 'later'}", lang)
        entry, at = entity_path("service", name), request.GET.get("at", "")
        return page(request, "service/missing.html", {"service": known, "reason": reason, "entry": entry, "at": at})
    near = [Link(service_path(found), context.catalog.by_id[found]["name"]) for found in _near(context, name)]
    return error_page(request, 404, "service_missing", near=near)


def _near(context: RequestContext, name: str) -> list[str]:
    """Ids like the one asked for, by id or by name."""
    names = {service_id.casefold(): service_id for service_id in context.catalog.by_id}
    names |= {row["name"].casefold(): row["service_id"] for row in context.catalog.services}
    found = difflib.get_close_matches(name[:200].casefold(), names, _NEAR, 0.5)
    return list(dict.fromkeys(names[near] for near in found))


def _context(request: HttpRequest, context: RequestContext, found: Service) -> Mapping[str, object]:
    lang, asked = Reader.of(request).lang, request.GET.get("at", "")
    program = context.program_then
    criteria = {each.criterion.id: each for each in explain_criteria(program, outcomes(context, found))}
    activities = [
        explain_activity(program, activity, found.cells[activity.key], criteria)
        for activity in program.activities
        if activity.key in found.cells and activity.levels
    ]
    looks = [each.row["looked_until"] for each in criteria.values() if each.row["looked_until"]]
    return {
        "context": context,
        "head": _head(context, found),
        "entry": entity_path("service", found.id) if found.id in context.catalog.by_id else "",
        "oldest": min(looks, default=None),
        "unseen": unseen_words((each.row for each in criteria.values()), program.contracts, lang),
        "others": others(context.program, lang, asked),
        "cards": [
            _card(
                context,
                each,
                history(context, found, each.activity.key),
                service_path(found.id, each.activity.key, asked),
                lang,
            )
            for each in activities
        ],
    }


@dataclass(frozen=True)
class Head:
    """Who answers for a service, by the catalog as it stood when it was assessed."""

    name: str
    tier: int | None
    embedded: bool
    team_id: str | None
    team: str
    unit: str


def _head(context: RequestContext, found: Service) -> Head:
    row, catalog = found.row, context.catalog
    return Head(
        name=found.name,
        tier=row["tier"],
        embedded=not found.counted,
        team_id=row["team_id"],
        team=catalog.name(row["team_id"]),
        unit=catalog.name(row["business_unit_id"]),
    )


@dataclass(frozen=True)
class Blocker:
    """A criterion that holds the next level back."""

    word: str
    asks: str


@dataclass(frozen=True)
class Card:
    """One activity, ready to be drawn."""

    activity: Activity
    row: LevelRow
    href: str
    name: str
    state: str
    evidence: str
    steps: list[tuple[LevelExplanation, str]]  # with its words
    blockers: list[Blocker]
    more: int  # blockers that are not shown
    next: str
    guide: str
    target: int | None  # the next level
    unseen: int
    lacks: str
    held_back: str
    line: SafeString
    change: str
    moving: str


def _card(context: RequestContext, found: ActivityExplanation, past: list[PastLevel], href: str, lang: Lang) -> Card:
    level = found.next
    unseen = level.unseen if level else ()
    blockers = [each for each in level.blockers if each not in unseen] if level else []
    unmet = next((each for each in blockers if each.outcome == "unmet"), None)
    return Card(
        activity=found.activity,
        row=found.row,
        href=href,
        name=found.activity.name[lang],
        state=state(found.row),
        evidence=found.evidence(lang),
        steps=[(each, each.words(lang)) for each in found.visible_levels],
        blockers=[Blocker(each.outcome, each.asks(lang)) for each in blockers[:_SHOWN]],
        more=max(len(blockers) - _SHOWN, 0),
        next=unmet.next(lang) if unmet else "",
        guide=f"/guides/{found.activity.key}#{unmet.criterion.name}" if unmet else "",
        target=level.level if level else None,
        unseen=len(unseen),
        lacks=tables_words([each.row for each in unseen], context.program.contracts, lang),
        held_back=found.held_back(lang),
        line=line(past, lang),
        change=found.last_change(lang),
        moving=found.moving(lang),
    )
