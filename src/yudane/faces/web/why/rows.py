"""The rows that decided a criterion for a service: as a fragment for htmx, or as a page of their own."""

from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import duckdb
from deltalake.exceptions import DeltaError
from django.http import Http404, HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from yudane.assessment.queries import evidence_rows, evidence_sql
from yudane.faces.web.shared.page import page, part
from yudane.faces.web.shared.paths import service_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.standing import service as find
from yudane.faces.web.shared.state import Scene, scene
from yudane.program import Criterion
from yudane.words import Lang
from yudane.words.values import written

MOST = 50


def rows(request: HttpRequest, service: str, activity: str, name: str) -> HttpResponse:
    """At most 50; people in them are pseudonyms since they were taken in."""
    at, lang = scene(request), Reader.of(request).lang
    criterion = _criterion(at, activity, name)
    known = find(at, service)
    if known is None:
        raise Http404
    context = {
        "scene": at,
        "asks": criterion.asks[lang],
        "criterion": criterion,
        "service": known,
        "back": service_path(service, activity, request.GET.get("at", "")),
        **_found(at, criterion, service, lang),
    }
    if cast("HtmxDetails", request.htmx):  # type: ignore[attr-defined]
        return part(request, "why/rows.html", context)
    return page(request, "why/rows_page.html", context)


def _criterion(at: Scene, activity: str, name: str) -> Criterion:
    try:
        return at.program.criterion(f"{activity}.{name}")
    except KeyError:
        raise Http404 from None


def _found(at: Scene, criterion: Criterion, service: str, lang: Lang) -> dict[str, Any]:
    """The table, or why there is none."""
    zone = ZoneInfo(str(at.program.setting("zone")))
    if evidence_sql(criterion) is None:
        return {"none": "rows_not_named"}
    try:
        overrides = next(
            (row["overrides"] for row in at.home.answers.outcomes(at.made, service, criterion=criterion.id)), None
        )
        found = evidence_rows(at.home.assessor, at.made, criterion, service, overrides, MOST + 1)
    except (duckdb.Error, DeltaError, OSError):
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
