"""When a session was last used, noted every few minutes: a page that is only read writes nothing else."""

from collections.abc import Callable

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.http import HttpRequest, HttpResponse

from yudane.faces.clock import now_utc
from yudane.faces.web.shared.cache import Cache

EVERY = 300  # seconds
_noted: Cache[object] = Cache(10_000)


def seen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    noting = UserSessionsMiddleware(get_response)

    def run(request: HttpRequest) -> HttpResponse:
        ours = object()
        key = (request.session.session_key, now_utc().timestamp() // EVERY)
        first = _noted.get(key, lambda: ours) is ours
        answer: HttpResponse = noting(request) if first else get_response(request)
        return answer

    return run
