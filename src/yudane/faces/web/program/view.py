"""The program: what the organization changed in what Yudane ships, and the proposals to change it."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from yudane.assessment.guard import problems_of_own
from yudane.faces.clock import now
from yudane.faces.web.program.changes import Group, groups
from yudane.faces.web.program.folders import names
from yudane.faces.web.program.overrides import rows
from yudane.faces.web.shared.cache import Cache
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import catalog
from yudane.faces.web.shared.request_context import program as in_force
from yudane.program import Program
from yudane.program.dump import Difference, differences
from yudane.program.load import shipped
from yudane.records.home import served_workspace
from yudane.words import Lang
from yudane.workspace import Workspace

_changed: Cache[Sequence[Difference]] = Cache(4)


def program(request: HttpRequest) -> HttpResponse:
    """Needs no assessment: the program stands before anything is judged."""
    lang, workspace = Reader.of(request).lang, served_workspace()
    known = in_force(workspace)
    return page(
        request,
        "program/page.html",
        {
            "version": known.version,
            "changes": _groups(workspace, known, lang),
            "overrides": rows(known, known.overrides, catalog(workspace), now().date(), lang),
            "refused": [(each.place, each.reason(lang)) for each in problems_of_own(known)],
            "proposals": names(workspace),
        },
    )


def changed(workspace: Workspace, known: Program) -> Sequence[Difference]:
    """Against the program as shipped; nothing where the organization has no files of its own."""
    return _changed.get(known.version, lambda: differences(shipped(), known)) if workspace.overlay else []


def _groups(workspace: Workspace, known: Program, lang: Lang) -> list[Group]:
    found = changed(workspace, known)
    return groups(found, shipped(), known, lang) if found else []
