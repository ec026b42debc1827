"""What would this change do? Somebody asks by a button; the page is there at once and fills itself while it is found."""

from collections.abc import Mapping
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yudane.faces.clock import now
from yudane.faces.web.program.changes import groups
from yudane.faces.web.program.folders import folder_of
from yudane.faces.web.program.moves import moves_by_activity
from yudane.faces.web.program.overrides import OverrideRow, rows
from yudane.faces.web.program.study import Study, begin, call_off, known
from yudane.faces.web.shared.error_pages import told
from yudane.faces.web.shared.page import page, part, wants_part
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import request_context
from yudane.program import Program
from yudane.records.home import served_workspace
from yudane.words import Lang, say


def proposal(request: HttpRequest, name: str) -> HttpResponse:
    """How far it is, and what was found. Reading it begins nothing."""
    folder = _folder(name)
    context, lang = request_context(request), Reader.of(request).lang
    found = known(context, folder)
    values: Mapping[str, object] = {
        "context": context,
        "name": name,
        "judge": f"{request.path_info}/judge",
        "call_off": f"{request.path_info}/call-off",
        "again": request.get_full_path(),
        "try_command": f"yudane program try proposals/{name}",
        "diff_command": f"yudane program diff proposals/{name}",
        **_state(found, folder, lang),
    }
    if wants_part(request):
        return part(request, "program/outcome.html", {**values, "polled": True})
    return page(request, "program/proposal.html", values)


def judge(request: HttpRequest, name: str) -> HttpResponse:
    """Begin to find out. Whoever reaches this page may, until there are accounts."""
    begin(request_context(request), _folder(name))
    return _back(request)


def stop(request: HttpRequest, name: str) -> HttpResponse:
    """Call it off."""
    call_off(request_context(request), _folder(name))
    return _back(request)


def _folder(name: str) -> Path:
    folder = folder_of(served_workspace(), name)
    if folder is None:
        raise Http404
    return folder


def _back(request: HttpRequest) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    page = request.path_info.rpartition("/")[0] + (f"?{query}" if query else "")
    return HttpResponseRedirect(page, status=303)


def _state(found: Study | None, folder: Path, lang: Lang) -> Mapping[str, object]:
    """Not begun, still at work, ended, faulty, or found out."""
    if found is None:
        return {"state": "waiting"}
    if not found.finished.is_set():
        step = "stopping" if found.called_off else found.step
        return {"state": "working", "step": step, "done": found.done, "of": found.of}
    if found.ended:
        return {"state": "ended", "why": say(f"web.study_{found.ended.code}", lang, **found.ended.message_args)}
    if found.problems:
        home = f"{folder.parent.parent}/"
        return {"state": "faulty", "problems": told(found.problems, lang, home)}
    if found.fault or found.program is None:
        return {"state": "failed", "fault": found.fault}
    return {"state": "found", **_found(found, found.program, lang)}


def _found(found: Study, other: Program, lang: Lang) -> Mapping[str, object]:
    context = found.context
    return {
        "changes": groups(found.differences, context.program, other, lang),
        "overrides": _overrides(found, other, lang),
        "moves": moves_by_activity(context, other, found.compared, lang) if found.compared else None,
        "version": other.version,
    }


def _overrides(found: Study, other: Program, lang: Lang) -> list[OverrideRow]:
    """Those it brings, then those it takes away."""
    ours, catalog, today = found.context.program, found.context.catalog, now().date()
    new = tuple(o for o in other.overrides if o not in ours.overrides)
    gone = tuple(o for o in ours.overrides if o not in other.overrides)
    return [*rows(other, new, catalog, today, lang, "added"), *rows(ours, gone, catalog, today, lang, "removed")]
