"""The rows that decided a criterion for a service: as a fragment for htmx, or as a page of their own."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from deltalake.exceptions import DeltaError
from django.http import Http404, HttpRequest, HttpResponse

from yudane.assessment.guard import names_evidence
from yudane.assessment.queries import evidence_rows
from yudane.evidence.engines.database import DatabaseError
from yudane.evidence.engines.syntax import StrangeError
from yudane.faces.web.shared.page import page, part, wants_part
from yudane.faces.web.shared.paths import activity_path, service_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.standing import service as find
from yudane.faces.web.shared.state import Scene, scene
from yudane.program import Check, Indicator
from yudane.words import Lang
from yudane.words.values import written

MOST = 50


def rows(request: HttpRequest, service: str, activity: str, name: str) -> HttpResponse:
    """At most 50; people in them are pseudonyms since they were taken in."""
    at, lang = scene(request), Reader.of(request).lang
    check = _check(at, activity, name)
    known = find(at, service)
    if known is None:
        raise Http404
    context = {
        "scene": at,
        "asks": check.asks[lang],
        "criterion": check,
        "service": known,
        "home": service_path(service, at=request.GET.get("at", "")),
        "to": "to_numbers" if isinstance(check, Indicator) else "to_why",
        "back": _back(check, service, request.GET.get("at", "")),
        **_found(at, check, service, lang),
    }
    if wants_part(request):
        return part(request, "why/rows.html", context)
    return page(request, "why/rows_page.html", context)


def _check(at: Scene, activity: str, name: str) -> Check:
    for find_check in (at.program.criterion, at.program.indicator):
        with suppress(KeyError):
            return find_check(f"{activity}.{name}")
    raise Http404


def _back(check: Check, service: str, at: str) -> str:
    """A criterion's rows lead back to why, an indicator's to its values."""
    if isinstance(check, Indicator):
        return activity_path(check.activity, at, check.name)
    return service_path(service, check.activity, at)


def _overrides(at: Scene, check: Check, service: str) -> str | None:
    answers = at.home.answers
    if isinstance(check, Indicator):
        found = answers.indicated(at.made, indicator=check.id, service=service)
    else:
        found = answers.outcomes(at.made, service, criterion=check.id)
    return found[0]["overrides"] if found else None


def _found(at: Scene, check: Check, service: str, lang: Lang) -> dict[str, Any]:
    """The table, or why there is none."""
    zone = ZoneInfo(str(at.program.setting("zone")))
    if not names_evidence(check, at.program):
        return {"none": "rows_not_named"}
    try:
        overrides = _overrides(at, check, service)
        found = evidence_rows(at.assessor, at.made, check, service, overrides, MOST + 1)
    except StrangeError:
        return {"none": "rows_failed"}
    except (DatabaseError, DeltaError, OSError):
        return {"none": "rows_gone"}
    if not found:
        return {"none": "rows_none"}
    columns = [name for name in found[0] if name != "service_id"]
    cells = [[shown(row[name], zone, lang) for name in columns] for row in found[:MOST]]
    return {"columns": columns, "cells": cells, "cut": len(found) > MOST, "most": MOST, "zone": zone.key}


def shown(value: Any, zone: ZoneInfo, lang: Lang) -> str:
    """A value of a row; moments, kept in UTC, in the program's zone."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return f"{value.replace(tzinfo=ZoneInfo('UTC')).astimezone(zone):%Y-%m-%d %H:%M}"
    return f"{value}" if isinstance(value, date) else written(value, "", lang)
