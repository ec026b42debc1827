"""Why a service stands where it stands in one activity: every criterion with its reason, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from yudane.assessment.explanation import (
    ActivityExplanation,
    CriterionExplanation,
    LevelExplanation,
    StatementExplanation,
    explain_activity,
    explain_criteria,
)
from yudane.assessment.explanation.dispute import DisputeExplanation, disputes
from yudane.assessment.explanation.statement import NOBODY, Names
from yudane.assessment.rows import OutcomeRow, PastLevel
from yudane.assessment.unseen import unseen_words
from yudane.evidence.batch import RECORDS
from yudane.evidence.left_outs import LeftOut
from yudane.faces.clock import now_utc
from yudane.faces.web.activity.cards import of_service
from yudane.faces.web.service.history import changes, line
from yudane.faces.web.shared.acting import actor_of
from yudane.faces.web.shared.assessed import Service, history, outcomes, state, unrated
from yudane.faces.web.shared.indicators import number
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import Link, activity_path, matter_path, query, service_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import RequestContext
from yudane.faces.web.why.recorded import Journal, RecordedTable
from yudane.program import Activity, Criterion
from yudane.records.delegation.answer import Answer
from yudane.records.delegation.standing import Agreements
from yudane.records.home import records_there, today_in
from yudane.records.policy import Subject, may
from yudane.records.statements.names import names
from yudane.words import Lang, say
from yudane.words.values import written


def why(request: HttpRequest, context: RequestContext, service: Service, activity: Activity) -> HttpResponse:
    """The page of one service and activity."""
    lang = Reader.of(request).lang
    known: Mapping[str, object] = {
        "context": context,
        "service": service,
        "activity": activity,
        "name": activity.name[lang],
        "back": service_path(service.id, day=request.GET.get("at", "")),
        "decides": _decides(context, service, activity, lang),
        "opens": _opens(context, service, activity),
    }
    row = service.cells.get(activity.key)
    if row is None or not activity.levels:
        return page(request, "why/unrated.html", {**known, **_unrated(request, context, service, activity, lang)})
    judged = outcomes(context, service)
    then = context.program_then
    stated = context.workspace.answers.stated(context.assessment, service.id)
    left_outs = _left_outs(context, judged, service, activity)
    doubts = disputes(context.workspace.lake, service.id, context.assessment.as_of if context.past else None)
    criteria = explain_criteria(then, judged, left_outs, stated, context.assessment.as_of, doubts)
    drawing = _Drawing(
        lang,
        names() if stated or doubts else NOBODY,
        _state_href(request, context, service, activity),
        _dispute_href(request, context, service),
        Journal.of(context, service, lang),
    )
    decided = next((each for each in then.activities if each.key == activity.key), activity)
    found = explain_activity(then, decided, row, {each.criterion.id: each for each in criteria})
    return page(
        request,
        "why/page.html",
        {
            **known,
            **_current_level(found, history(context, service, activity.key), lang),
            "unseen": found.unseen(lang),
            "steps": _steps(request, context, found, service, drawing),
        },
    )


def _decides(context: RequestContext, service: Service, activity: Activity, lang: Lang) -> Link | None:
    """Who decides in this activity of the service on that day, and where that is agreed; None where nobody owns it."""
    team = service.row["team_id"]
    if not team or not records_there():
        return None
    on = context.assessment.as_of if context.past else today_in(context.program.zone, now_utc())
    standing = Agreements.of(context.program, team, on).standing(activity, service.id)
    answer = Answer(context.program, team, activity, service.id, "", standing)
    words = f"{answer.level(lang)} · {answer.decides(lang)}"
    return Link(matter_path(team, activity.key, service.id), words)


def _opens(context: RequestContext, service: Service, activity: Activity) -> str:
    """Where a decision about it is opened; empty of a day in the past."""
    about = {"team": service.row["team_id"] or "", "activity": activity.key, "service": service.id}
    said = query(**about, link_kind="criterion", link_ref=f"{service.id} {activity.key}")
    return "" if context.past or not service.row["team_id"] else f"/delegation/decisions/new{said}"


def _unrated(
    request: HttpRequest, context: RequestContext, service: Service, activity: Activity, lang: Lang
) -> Mapping[str, object]:
    """Why there is no level, and the numbers of this service instead."""
    asked = request.GET.get("at", "")
    numbers = [number(context, indicator) for indicator in activity.indicators]
    rows = [(each, row) for each in numbers for row in each.services if row["service_id"] == service.id]
    return {
        "unseen": unseen_words((row for _, row in rows), context.program.contracts, lang),
        "reason": unrated(activity, lang),
        "activity_href": activity_path(activity.key, asked),
        "numbers": [of_service(each, row, asked, lang) for each, row in rows],
    }


def _current_level(found: ActivityExplanation, past: list[PastLevel], lang: Lang) -> Mapping[str, object]:
    """Where it stands, since when and for what cause."""
    return {
        "row": found.row,
        "state": state(found.row),
        "published": found.published(lang),
        "evidence": found.evidence(lang),
        "about": found.activity.about[lang],
        "line": line(past, lang),
        "changes": [replace(each, cause=say(f"outcomes.cause_{each.cause}", lang)) for each in changes(past)],
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


@dataclass(frozen=True)
class Statement:
    """What people stated about it, ready to be drawn."""

    says: str
    sentence: str
    url: str
    who: str
    when: str
    note: str
    counts: bool


@dataclass(frozen=True)
class Doubt:
    """What somebody doubts about it, ready to be drawn."""

    says: str
    sentence: str
    url: str
    raised: str
    answer: str
    answered: str
    is_open: bool


@dataclass(frozen=True)
class Reasons:
    """One criterion with what decided it, ready to be drawn."""

    criterion: Criterion
    row: OutcomeRow
    asks: str
    because: str
    left_out: list[str]
    kind: str
    next: str
    guide: str
    rows: str  # where they are; empty where nothing was measured
    measured: list[tuple[str, str]]
    params: list[tuple[str, str, str, str]]  # about, value, name, note
    references: list[tuple[str, str]]
    readings: list[str]
    announced: str
    applies: str
    statements: list[Statement]
    state_href: str  # where it can be stated; empty where it cannot
    doubts: list[Doubt]
    dispute_href: str  # where it can be doubted; empty where it cannot, or is already
    sources: str
    recorded: Sequence[RecordedTable]  # by the team here, and decided it
    recordable: Sequence[RecordedTable]


@dataclass(frozen=True)
class Step:
    """One level with its criteria."""

    step: LevelExplanation
    words: str
    criteria: list[Reasons]


@dataclass(frozen=True)
class _Drawing:
    """For whom it is drawn: in which language, whose names they may read, and where they may state something."""

    lang: Lang
    names: Names
    state_href: str
    dispute_href: str
    journal: Journal


def _dispute_href(request: HttpRequest, context: RequestContext, service: Service) -> str:
    """Empty where they may doubt nothing, or look at a day that is over."""
    if context.past or not may(actor_of(request), "dispute", Subject(service.row["team_id"])):
        return ""
    return f"/statements/disputes?{urlencode({'service': service.id})}&criterion="


def _state_href(request: HttpRequest, context: RequestContext, service: Service, activity: Activity) -> str:
    """Empty where they may state nothing, or look at a day that is over."""
    actor, subject = actor_of(request), Subject(service.row["team_id"])
    if context.past or not (may(actor, "state", subject) or may(actor, "enter-joint")):
        return ""
    return f"/statements/new?{urlencode({'service': service.id, 'activity': activity.key})}"


def _steps(
    request: HttpRequest, context: RequestContext, found: ActivityExplanation, service: Service, drawing: _Drawing
) -> list[Step]:
    query = f"?at={context.assessment.as_of}" if request.GET.get("at") else ""
    path = service_path(service.id, found.activity.key)
    return [
        Step(
            level,
            level.words(drawing.lang),
            [
                _reasons(each, f"{path}/rows/{each.criterion.name}{query}", drawing)
                for each in sorted(level.criteria, key=_urgency)
            ],
        )
        for level in found.visible_levels
    ]


def _urgency(each: CriterionExplanation) -> tuple[bool, bool, bool]:
    """What is open comes first, then what is met, then what does not apply; core before extended."""
    return (not each.is_open, each.outcome != "met", each.criterion.kind != "core")


def _statement(each: StatementExplanation, lang: Lang, names: Names) -> Statement:
    return Statement(
        each.says(lang),
        each.row["sentence"],
        each.row["evidence_url"] or "",
        each.who(lang, names),
        each.when(lang),
        each.note(lang),
        each.counts,
    )


def _doubt(each: DisputeExplanation, lang: Lang, names: Names) -> Doubt:
    row = each.row
    return Doubt(
        each.says(lang),
        row["sentence"],
        row["evidence_url"] or "",
        each.raised(lang, names),
        row["answer"] or "",
        each.answered(lang, names),
        each.is_open,
    )


def _reasons(each: CriterionExplanation, rows: str, drawing: _Drawing) -> Reasons:
    criterion, lang = each.criterion, drawing.lang
    return Reasons(
        criterion=criterion,
        row=each.row,
        asks=each.asks(lang),
        because=each.because(lang),
        left_out=each.left_out(lang),
        kind=say(f"outcomes.{criterion.kind}", lang),
        next=each.next(lang),
        guide=f"/guides/{criterion.activity}#{criterion.name}",
        rows=rows if each.row["measured"] else "",
        measured=[(name, written(value, "", lang)) for name, value in each.measured.items()],
        params=[(p.about(lang), p.value_words(lang), p.param.name, p.note) for p in each.parameters(lang)],
        references=[(s.text[lang], s.mark) for s in criterion.sources],
        readings=[reading[lang] for reading in criterion.readings],
        announced=each.announced(lang),
        applies="" if criterion.applies == "true" else criterion.applies,
        statements=[_statement(one, lang, drawing.names) for one in each.statements],
        state_href=f"{drawing.state_href}#{criterion.name}" if drawing.state_href and each.outcome == "unknown" else "",
        doubts=[_doubt(one, lang, drawing.names) for one in each.disputes],
        dispute_href=f"{drawing.dispute_href}{criterion.id}#y-new"
        if drawing.dispute_href and not any(one.is_open for one in each.disputes)
        else "",
        sources=_sources(each.row["sources"] or "", lang),
        recorded=drawing.journal.decided(each),
        recordable=drawing.journal.would_decide(each),
    )


def _sources(names: str, lang: Lang) -> str:
    """What was recorded here is no source by name."""
    found = [say("web.recorded_here_source", lang) if name == RECORDS else name for name in names.split(", ") if name]
    return ", ".join(found)
