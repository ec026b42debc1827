"""Indicators, ready to be drawn."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from yudane.assessment.reason import because, overridden, value_words, values_in_force
from yudane.faces.web.activity.trend import line, words
from yudane.faces.web.shared.assessed import NO_TEAM, Service, services
from yudane.faces.web.shared.draw import counted, goal_words
from yudane.faces.web.shared.indicators import Number, displayed_outcome
from yudane.faces.web.shared.paths import activity_path, service_path
from yudane.faces.web.shared.request_context import RequestContext, Row
from yudane.program import Indicator
from yudane.words import Lang, say
from yudane.words.values import with_unit

_EVIDENCE = re.compile(r"\bevidence\s+as\s*\(", re.IGNORECASE)
SORTS = ("worst", "name", "team")


def card(context: RequestContext, number: Number, day: str, lang: Lang) -> dict[str, Any]:
    """One indicator of the organization."""
    indicator, organization = number.indicator, number.organization
    return {
        "indicator": indicator,
        "title": indicator.title[lang],
        "asks": indicator.asks[lang],
        "word": number.displayed_outcome,
        "value": value_words(organization["value"], indicator.unit, lang) if organization else "–",
        "because": because(indicator, organization, lang) if organization else say("web.number_later", lang),
        "next": indicator.next[lang] if number.word == "unmet" else "",
        "unknown": number.word == "unknown",
        "later": organization is None,
        "looked": _coverage_words(organization, lang),
        "looked_until": organization["looked_until"] if organization else None,
        "line": line(indicator, number.past, lang),
        "trend": words(indicator, number.past, lang),
        "href": activity_path(indicator.activity, day, indicator.name),
        "tally": tally(number, lang),
    }


def _coverage_words(organization: Row | None, lang: Lang) -> str:
    """How many services were looked at; empty where the check is not about services."""
    if organization is None or not organization["services"]:
        return ""
    return counted("looked_at", organization["services"], lang, covered=f"{organization['covered']:,}")


def tally(number: Number, lang: Lang) -> str:
    """Goal reached: 3, not reached: 1, no data: 20; empty where services have no values."""
    if not number.of_services:
        return ""
    found = Counter(displayed_outcome(row) for row in number.services)
    counts = [(word, found[word]) for word in ("unmet", "open", "unknown", "met", "not_applicable")]
    parts = [say("web.tally_part", lang, word=goal_words(word, lang), n=f"{n:,}") for word, n in counts if n]
    return ("、" if lang == "ja" else ", ").join(parts)


def table(
    context: RequestContext, number: Number, sort: str, lang: Lang, day: str, most: int | None = None
) -> list[dict[str, Any]]:
    """The services' rows; worst first unless told otherwise."""
    known = {each.id: each for each in services(context)}
    rows = sorted((row for row in number.services if row["service_id"] in known), key=_key(number, known, sort))
    asked = f"?at={day}" if day else ""
    shows_rows = bool(_EVIDENCE.search(number.indicator.sql))
    return [
        _row(context, number.indicator, row, known[row["service_id"]], asked, shows_rows, lang) for row in rows[:most]
    ]


def _key(number: Number, known: Mapping[str, Service], sort: str) -> Callable[[Row], Any]:
    if sort == "worst":
        return number.badness
    return lambda row: (
        (known[row["service_id"]].team if sort == "team" else ""),
        known[row["service_id"]].name.casefold(),
        row["service_id"],
    )


def _row(
    context: RequestContext, indicator: Indicator, row: Row, service: Service, asked: str, shows_rows: bool, lang: Lang
) -> dict[str, Any]:
    names = context.catalog.names
    rows = f"{service_path(service.id)}/{indicator.activity}/rows/{indicator.name}{asked}"
    return {
        "name": service.name,
        "href": service_path(service.id) + asked,
        "team": say("web.no_team", lang) if service.team == NO_TEAM else names.get(service.team, service.team),
        "value": value_words(row["value"], indicator.unit, lang),
        "word": displayed_outcome(row),
        "because": because(indicator, row, lang),
        "rows": rows if shows_rows and row["measured"] else "",
    }


def of_service(number: Number, row: Row, day: str, lang: Lang) -> dict[str, str]:
    """One service's value, for a page of that service."""
    indicator = number.indicator
    return {
        "title": indicator.title[lang],
        "href": activity_path(indicator.activity, day, indicator.name),
        "value": value_words(row["value"], indicator.unit, lang),
        "word": displayed_outcome(row),
        "because": because(indicator, row, lang),
    }


def decision_words(indicator: Indicator, organization: Row | None, lang: Lang) -> dict[str, Any]:
    """How it is decided: thresholds in force, readings, references."""
    overrides = organization["overrides"] if organization else None
    values, notes = values_in_force(indicator, overrides), overridden(indicator, overrides, lang)
    return {
        "params": [
            (p.about[lang], with_unit(values[p.name], p.unit, lang), p.name, notes.get(p.name, ""))
            for p in indicator.params
        ],
        "readings": [reading[lang] for reading in indicator.readings],
        "references": [(s.text[lang], s.mark) for s in indicator.sources],
        "applies": "" if indicator.applies == "true" else indicator.applies,
    }
