"""The program: what the organization changed in what Yudane ships, and the proposals to change it."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from yudane.assessment.guard import problems_of_own
from yudane.faces.home import Home, now
from yudane.faces.web.program.changes import groups
from yudane.faces.web.program.folders import names
from yudane.faces.web.program.overrides import rows
from yudane.faces.web.shared.cache import Cache
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import catalog, home
from yudane.faces.web.shared.request_context import program as in_force
from yudane.program import Program
from yudane.program.dump import differences
from yudane.program.load import shipped
from yudane.words import Lang

_changed: Cache[list[dict[str, Any]]] = Cache(4)


def program(request: HttpRequest) -> HttpResponse:
    """Needs no assessment: the program stands before anything is judged."""
    lang, at = Reader.of(request).lang, home()
    known = in_force(at)
    return page(
        request,
        "program/page.html",
        {
            "version": known.version,
            "changes": _groups(at, known, lang),
            "overrides": rows(known, known.overrides, catalog(at), now().date(), lang),
            "refused": [(each.place, each.reason(lang)) for each in problems_of_own(known)],
            "proposals": names(at),
        },
    )


def changed(at: Home, known: Program) -> list[dict[str, Any]]:
    """Against the program as shipped; nothing where the organization has no files of its own."""
    return _changed.get(known.version, lambda: differences(shipped(), known)) if at.overlay else []


def _groups(at: Home, known: Program, lang: Lang) -> list[dict[str, Any]]:
    found = changed(at, known)
    return groups(found, shipped(), known, lang) if found else []
