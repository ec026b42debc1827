"""Indicators, ready to be drawn."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from yudane.assessment.explanation import IndicatorExplanation, explain_parameters
from yudane.assessment.guard import names_evidence
from yudane.assessment.rows import IndicatorRow
from yudane.faces.web.activity.trend import line, words
from yudane.faces.web.shared.assessed import NO_TEAM, Service, services
from yudane.faces.web.shared.draw import counted, goal_words
from yudane.faces.web.shared.indicators import Number
from yudane.faces.web.shared.paths import activity_path, service_path
from yudane.faces.web.shared.request_context import RequestContext
from yudane.program import Indicator
from yudane.words import Lang, say
from yudane.words.values import listed

SORTS = ("worst", "name", "team")


@dataclass(frozen=True)
class Card:
    """One indicator of the organization."""

    indicator: Indicator
    title: str
    asks: str
    word: str
    value: str
    because: str
    next: str
    unknown: bool
    later: bool  # the indicator is newer than the assessment
    looked: str
    looked_until: date | None
    line: SafeString
    trend: str
    href: str
    tally: str


def card(context: RequestContext, number: Number, day: str, lang: Lang) -> Card:
    indicator, organization = number.indicator, number.organization
    found = IndicatorExplanation(indicator, organization, context.program.contracts) if organization else None
    return Card(
        indicator=indicator,
        title=indicator.title[lang],
        asks=indicator.asks[lang],
        word=number.displayed_outcome,
        value=found.value_words(lang) if found else "–",
        because=found.because(lang) if found else say("web.number_later", lang),
        next=found.next(lang) if found else "",
        unknown=number.word == "unknown",
        later=organization is None,
        looked=_coverage_words(organization, lang),
        looked_until=organization["looked_until"] if organization else None,
        line=line(indicator, number.past, lang),
        trend=words(indicator, number.past, lang),
        href=activity_path(indicator.activity, day, indicator.name),
        tally=tally(number, lang),
    )


def _coverage_words(organization: IndicatorRow | None, lang: Lang) -> str:
    """How many services were looked at; empty where the check is not about services."""
    if organization is None or not organization["services"]:
        return ""
    return counted("looked_at", organization["services"], lang, covered=f"{organization['covered']:,}")


def tally(number: Number, lang: Lang) -> str:
    """Goal reached: 3, not reached: 1, no data: 20; empty where services have no values."""
    if not number.of_services:
        return ""
    found = Counter(number.explained(row).displayed_outcome for row in number.services)
    counts = [(word, found[word]) for word in ("unmet", "open", "unknown", "met", "not_applicable")]
    parts = [say("web.tally_part", lang, word=goal_words(word, lang), n=f"{n:,}") for word, n in counts if n]
    return listed(parts, lang)


@dataclass(frozen=True)
class ServiceValue:
    """One service's value in the table of all."""

    name: str
    href: str
    team: str
    value: str
    word: str
    because: str
    rows: str  # where they are; empty where none can be shown


def table(
    context: RequestContext, number: Number, sort: str, lang: Lang, day: str, most: int | None = None
) -> list[ServiceValue]:
    """The services' rows; worst first unless told otherwise."""
    known = {each.id: each for each in services(context)}
    rows = sorted((row for row in number.services if row["service_id"] in known), key=_key(number, known, sort))[:most]
    asked = f"?at={day}" if day else ""
    shows_rows = names_evidence(number.indicator, context.program)
    return [
        _row(context, number.indicator, row, known[row["service_id"] or ""], asked, shows_rows, lang) for row in rows
    ]


def _key(number: Number, known: Mapping[str, Service], sort: str) -> Callable[[IndicatorRow], tuple[str | float, ...]]:
    if sort == "worst":
        return number.badness
    return lambda row: (
        (known[row["service_id"] or ""].team if sort == "team" else ""),
        known[row["service_id"] or ""].name.casefold(),
        row["service_id"] or "",
    )


def _row(
    context: RequestContext,
    indicator: Indicator,
    row: IndicatorRow,
    service: Service,
    asked: str,
    shows_rows: bool,
    lang: Lang,
) -> ServiceValue:
    found = IndicatorExplanation(indicator, row, context.program.contracts)
    rows = f"{service_path(service.id)}/{indicator.activity}/rows/{indicator.name}{asked}"
    return ServiceValue(
        name=service.name,
        href=service_path(service.id) + asked,
        team=say("web.no_team", lang) if service.team == NO_TEAM else context.catalog.name(service.team),
        value=found.value_words(lang),
        word=found.displayed_outcome,
        because=found.because(lang),
        rows=rows if shows_rows and row["measured"] else "",
    )


@dataclass(frozen=True)
class OwnValue:
    """One service's value, for a page of that service."""

    title: str
    href: str
    value: str
    word: str
    because: str


def of_service(number: Number, row: IndicatorRow, day: str, lang: Lang) -> OwnValue:
    found = number.explained(row)
    return OwnValue(
        title=found.title(lang),
        href=activity_path(found.check.activity, day, found.check.name),
        value=found.value_words(lang),
        word=found.displayed_outcome,
        because=found.because(lang),
    )


@dataclass(frozen=True)
class Decision:
    """How it is decided: thresholds in force, readings, references."""

    params: list[tuple[str, str, str, str]]  # about, value, name, note
    readings: list[str]
    references: list[tuple[str, str]]
    applies: str


def decision(indicator: Indicator, organization: IndicatorRow | None, lang: Lang) -> Decision:
    parameters = explain_parameters(indicator, organization["overrides"] if organization else None, lang)
    return Decision(
        params=[(p.about(lang), p.value_words(lang), p.param.name, p.note) for p in parameters],
        readings=[reading[lang] for reading in indicator.readings],
        references=[(s.text[lang], s.mark) for s in indicator.sources],
        applies="" if indicator.applies == "true" else indicator.applies,
    )
