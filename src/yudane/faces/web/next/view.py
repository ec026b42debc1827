"""The quickest next acts, each with how many cells of the map it would help to know."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from yudane.assessment.reason import title
from yudane.faces.web.shared.assessed import services
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import request_context
from yudane.workspace.sheets.columns import RECORDED

FEW = 8  # tables named


@dataclass(frozen=True)
class Act:
    """One thing to do."""

    name: str
    cells: int
    href: str


def next_acts(request: HttpRequest) -> HttpResponse:
    """State together what nobody knows, or bring what systems tell."""
    context, lang = request_context(request), Reader.of(request).lang
    found = context.workspace.answers.lacking(context.assessment)
    names = {activity.key: activity.name[lang] for activity in context.program.activities}
    stated = [
        Act(names[key], row["cells"], f"/statements/new?{urlencode({'activity': key})}")
        for row in found
        if (key := row["activity"] or "") in names
    ]
    told = [
        Act(
            title(name, context.program.contracts, lang),
            row["cells"],
            f"/journal/{name}" if name in RECORDED else f"/reference/tables/{name}",
        )
        for row in found
        if (name := row["table"] or "") in context.program.contracts
    ]
    cells = sum(len(each.cells) for each in services(context))
    values = {"stated": stated, "told": told[:FEW], "unknown": sum(act.cells for act in stated), "cells": cells}
    return page(request, "next/page.html", {"context": context, **values})
