"""What a form asked for is done by a verb: then its page again, or the same page with what was wrong and all that was typed."""

from collections.abc import Callable, Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yudane.faces.web.shared.reader import Reader
from yudane.reading import Problem, ProblemsError
from yudane.words import say

_KEPT = "problems"


def done(
    request: HttpRequest, work: Callable[[], object], again: Callable[[HttpRequest], HttpResponse], back: str, code: str
) -> HttpResponse:
    """`again` draws the page the form stands on, `code` says in web.yaml what was done."""

    def there(request: HttpRequest) -> HttpResponse:
        messages.success(request, say(f"web.{code}", Reader.of(request).lang))
        return HttpResponseRedirect(back, status=303)

    return tried(request, work, there, again)


def tried(
    request: HttpRequest,
    work: Callable[[], object],
    then: Callable[[HttpRequest], HttpResponse],
    again: Callable[[HttpRequest], HttpResponse],
) -> HttpResponse:
    """`then` draws what comes of it, `again` the page the form stands on with what was wrong."""
    try:
        work()
    except ProblemsError as error:
        setattr(request, _KEPT, error.problems)
        response = again(request)
        response.status_code = 409 if error.problems[0].code == "changed_meanwhile" else 422
        return response
    return then(request)


def reasons(request: HttpRequest) -> Mapping[str, Sequence[str]]:
    """What was wrong, in words, by the field it is about."""
    problems: Sequence[Problem] = getattr(request, _KEPT, ())
    found: dict[str, list[str]] = {}
    for problem in problems:
        if problem.place.field:
            found.setdefault(problem.place.field, []).append(problem.reason(Reader.of(request).lang))
    return found


def said(request: HttpRequest) -> Mapping[str, object]:
    """For the template: the problems in words, by field where they are about one, and what was typed."""
    problems: Sequence[Problem] = getattr(request, _KEPT, ())
    lang = Reader.of(request).lang
    return {
        "problems": [problem.reason(lang) for problem in problems],
        "faulty": {problem.place.field for problem in problems if problem.place.field},
        "typed": request.POST,
    }
