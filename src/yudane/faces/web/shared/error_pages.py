"""When something is missing or broken: what, why, and the one thing to do next."""

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deltalake.exceptions import DeltaError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from yudane.evidence.engines.database import DatabaseError
from yudane.faces.web.shared.judged import on_its_way
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.reading import Problem, ProblemsError
from yudane.records.home import served_workspace
from yudane.records.policy import DeniedError
from yudane.words import Lang, say

_log = logging.getLogger("django.request")

# Faults that are no faults: the state before a first step. Status and the command that takes the step.
_BEFORE = {
    "home_missing": (503, "yudane init"),
    "assessment_missing": (200, "yudane assess"),
}


@dataclass(frozen=True)
class Told:
    """A problem in words: where, and what to do."""

    place: str
    says: str


def told(problems: Sequence[Problem], lang: Lang, root: str = "") -> list[Told]:
    """Places as seen from a root."""
    return [Told(str(problem.place).removeprefix(root), problem.reason(lang)) for problem in problems]


class ErrorPages:
    """Middleware: turns the problems of a home into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ProblemsError):
            return of_problems(request, error.problems)
        if isinstance(error, DatabaseError | DeltaError | OSError):
            _log.error("".join(traceback.format_exception(error)))
            return evidence_unreadable(request, error)
        return None


def of_problems(request: HttpRequest, problems: Sequence[Problem]) -> HttpResponse:
    """The page for problems of the home: a first step not yet taken, a wrong date, else a faulty program."""
    code, lang = problems[0].code, Reader.of(request).lang
    if code == "assessment_missing":
        return nothing_assessed(request)
    if code in _BEFORE:
        status, command = _BEFORE[code]
        return empty_page(request, code, status, command=command)
    if code == "date_broken":
        return error_page(request, 400, "date_broken", problems=[problem.reason(lang) for problem in problems])
    return error_page(request, 500, "program_broken", told=told(problems, lang), command="yudane program validate")


def nothing_assessed(request: HttpRequest) -> HttpResponse:
    """Which step comes first depends on what is there."""
    workspace = served_workspace()
    if workspace.assessments.dates():
        return empty_page(request, "assessment_later", 200, date=workspace.assessments.dates()[0])
    if "services" not in workspace.lake.versions():
        return empty_page(request, "catalog_missing", 200, command="yudane catalog import catalog-info.yaml")
    if on_its_way(("services",)):
        return empty_page(request, "assessment_coming", 200)
    return empty_page(request, "assessment_missing", 200, command="yudane assess")


def empty_page(request: HttpRequest, code: str, status: int = 200, **values: object) -> HttpResponse:
    """A page that has nothing to show yet: what would be here, why not, what to do."""
    return page(request, "shared/empty.html", {"code": code, **values}, status)


def error_page(request: HttpRequest, status: int, code: str, **values: object) -> HttpResponse:
    return page(request, "shared/error.html", {"code": code, "status": status, **values}, status)


def evidence_unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return error_page(
        request, 500, "evidence_unreadable", detail=str(error).split("\n")[0][:300], command="yudane doctor"
    )


def denied(request: HttpRequest, error: DeniedError) -> HttpResponse:
    """What one may not do, and who may."""
    lang = Reader.of(request).lang
    who = [say(f"web.role_{role}", lang) for role in error.rule.who]
    return error_page(request, 403, "denied", what=say(f"web.may_{error.rule.key.replace('-', '_')}", lang), who=who)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 400, "bad_request")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A change that did not come from a page of ours, or from one kept open too long."""
    return error_page(request, 403, "forged")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404, "not_found")


def broken(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500, "broken", command="yudane doctor")
