"""The rows that decided a criterion for a service: as a fragment for htmx, or as a page of their own."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from deltalake.exceptions import DeltaError
from django.http import Http404, HttpRequest, HttpResponse

from yudane.assessment.guard import names_evidence
from yudane.assessment.queries import evidence_rows
from yudane.evidence.engines.database import DatabaseError
from yudane.evidence.engines.syntax import UntrustedError
from yudane.faces.web.shared.assessed import service as find
from yudane.faces.web.shared.page import page, part, wants_part
from yudane.faces.web.shared.paths import activity_path, service_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import RequestContext, request_context
from yudane.program import Check, Indicator
from yudane.words import Lang
from yudane.words.values import written

MOST = 50


def rows(request: HttpRequest, service: str, activity: str, name: str) -> HttpResponse:
    """At most 50; people in them are pseudonyms since they were taken in."""
    context, lang = request_context(request), Reader.of(request).lang
    check = _check(context, activity, name)
    known = find(context, service)
    if known is None:
        raise Http404
    values = {
        "context": context,
        "asks": check.asks[lang],
        "criterion": check,
        "service": known,
        "home": service_path(service, day=request.GET.get("at", "")),
        "to": "to_numbers" if isinstance(check, Indicator) else "to_why",
        "back": _back(check, service, request.GET.get("at", "")),
        "found": _found(context, check, service, lang),
    }
    if wants_part(request):
        return part(request, "why/rows.html", values)
    return page(request, "why/rows_page.html", values)


def _check(context: RequestContext, activity: str, name: str) -> Check:
    for find_check in (context.program.criterion, context.program.indicator):
        with suppress(KeyError):  # it is the other, or none
            return find_check(f"{activity}.{name}")
    raise Http404


def _back(check: Check, service: str, day: str) -> str:
    """A criterion's rows lead back to why, an indicator's to its values."""
    if isinstance(check, Indicator):
        return activity_path(check.activity, day, check.name)
    return service_path(service, check.activity, day)


def _overrides(context: RequestContext, check: Check, service: str) -> str | None:
    answers = context.workspace.answers
    if isinstance(check, Indicator):
        values = answers.indicators(context.assessment, indicator=check.id, service=service)
        return values[0]["overrides"] if values else None
    outcomes = answers.outcomes(context.assessment, service, criterion=check.id)
    return outcomes[0]["overrides"] if outcomes else None


@dataclass(frozen=True)
class Found:
    """The rows as a table, or the code that says why there is none."""

    none: str = ""
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    cut: bool = False
    most: int = MOST
    zone: str = ""


def _found(context: RequestContext, check: Check, service: str, lang: Lang) -> Found:
    zone = context.program.zone
    if not names_evidence(check, context.program):
        return Found("rows_not_named")
    try:
        overrides = _overrides(context, check, service)
        found = evidence_rows(context.assessor, context.assessment, check, service, overrides, MOST + 1)
    except UntrustedError:
        return Found("rows_failed")
    except (DatabaseError, DeltaError, OSError):
        return Found("rows_gone")
    if not found:
        return Found("rows_none")
    columns = tuple(name for name in found[0] if name != "service_id")
    cells = tuple(tuple(displayed_value(row[name], zone, lang) for name in columns) for row in found[:MOST])
    return Found(columns=columns, cells=cells, cut=len(found) > MOST, zone=zone.key)


def displayed_value(value: object, zone: ZoneInfo, lang: Lang) -> str:
    """A value of a row; moments, kept in UTC, in the program's zone."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return f"{value.replace(tzinfo=ZoneInfo('UTC')).astimezone(zone):%Y-%m-%d %H:%M}"
    return f"{value}" if isinstance(value, date) else written(value, "", lang)
