"""The rubric: activities with what each level asks, phases, tiers, levels of delegation and settings."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yudane.contracts import views
from yudane.faces.clock import now
from yudane.faces.web.reference.paths import CheckLink, check_link, table_link
from yudane.faces.web.reference.readers import readers_of
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import program
from yudane.program import Activity, Criterion, Program
from yudane.program.checks import LEVELS
from yudane.program.model import DecisionTable, Phase
from yudane.records.home import served_workspace
from yudane.words import Lang, say
from yudane.words.values import day, written


def rubric(request: HttpRequest) -> HttpResponse:
    lang, known = Reader.of(request).lang, program(served_workspace())
    return page(
        request,
        "reference/rubric.html",
        {
            "program": known,
            "activities": [_row(activity, known, lang) for activity in known.activities],
            "counts": {"data": len(known.contracts), "derived": len(views()), "decision": len(known.tables)},
            "phases": [_phase(phase, known, lang) for phase in known.phases],
            "tiers": [(tier.name[lang], tier.about[lang]) for tier in known.tiers],
            "delegation": [(level.level, level.name[lang], level.says[lang]) for level in known.delegation_levels],
            "conditions": [check_link(one, lang) for one in known.conditions],
            "triggers": [check_link(one, lang) for one in known.triggers],
            "settings": [(name, s.about[lang], written(s.value, "", lang)) for name, s in known.settings.items()],
        },
    )


@dataclass(frozen=True)
class ActivityRow:
    """One activity, with what its levels ask."""

    activity: Activity
    name: str
    levels: list[str]
    indicators: int
    target: str


def _row(activity: Activity, known: Program, lang: Lang) -> ActivityRow:
    return ActivityRow(
        activity=activity,
        name=activity.name[lang],
        levels=[_counts(activity, level, lang) for level in LEVELS[1:]],
        indicators=len(activity.indicators),
        target=_target(activity, known, lang),
    )


def _counts(activity: Activity, level: int, lang: Lang) -> str:
    core, extended = len(activity.criteria_of(level, "core")), len(activity.criteria_of(level, "extended"))
    return say("reference.core_extended", lang, core=core, extended=extended) if core or extended else "–"


def _target(activity: Activity, known: Program, lang: Lang) -> str:
    return f"{activity.target} {known.delegation(activity.target).name[lang]}"


@dataclass(frozen=True)
class PhaseRow:
    """One phase, with who has which part."""

    name: str
    note: str
    performs: list[str]
    supports: list[tuple[str, str]]  # who, with what
    observed: CheckLink | None


def _phase(phase: Phase, known: Program, lang: Lang) -> PhaseRow:
    return PhaseRow(
        name=phase.name[lang],
        note=phase.note[lang] if phase.note else "",
        performs=[known.parties[party][lang] for party in phase.performs],
        supports=[(known.parties[support.party][lang], support.help[lang]) for support in phase.supports],
        observed=check_link(phase.observed, lang) if phase.observed else None,
    )


def phases(request: HttpRequest) -> HttpResponse:
    """The phases stand on the first page."""
    return HttpResponseRedirect("/reference#phases")


def activity(request: HttpRequest, activity: str) -> HttpResponse:
    """One activity: why, its levels with their criteria, its indicators and decision tables."""
    lang, known = Reader.of(request).lang, program(served_workspace())
    found = {each.key: each for each in known.activities}.get(activity)
    if found is None:
        raise Http404
    return page(
        request,
        "reference/activity.html",
        {
            "activity": found,
            "name": found.name[lang],
            "about": found.about[lang],
            "why": found.why[lang],
            "target": _target(found, known, lang),
            "target_says": known.delegation(found.target).says[lang],
            "levels": [_level(found, level, lang) for level in LEVELS if level in found.levels],
            "indicators": [(check_link(one, lang), one.asks[lang]) for one in found.indicators],
            "tables": [table_link(table.name, known, lang) for table in _tables(found, known)],
        },
    )


@dataclass(frozen=True)
class CriterionLine:
    """One criterion of a level."""

    link: CheckLink
    kind: str
    announced: str
    stage: str


@dataclass(frozen=True)
class Level:
    """What one level asks."""

    level: int
    says: str
    criteria: list[CriterionLine]


def _level(activity: Activity, level: int, lang: Lang) -> Level:
    criteria = [_criterion(criterion, lang) for criterion in activity.criteria_of(level)]
    return Level(level, activity.levels[level][lang], criteria)


def _criterion(criterion: Criterion, lang: Lang) -> CriterionLine:
    since = criterion.counts_from
    later = since is not None and since > now().date()
    return CriterionLine(
        link=check_link(criterion, lang),
        kind=say(f"outcomes.{criterion.kind}", lang),
        announced=say("reference.announced", lang, on=day(since, lang)) if later else "",
        stage="" if criterion.stage == "stable" else say(f"reference.stage_{criterion.stage}", lang),
    )


def _tables(activity: Activity, known: Program) -> list[DecisionTable]:
    """The decision tables that checks of the activity read."""
    return [t for t in known.tables if any(check.activity == activity.key for check in readers_of(t.name, known))]
