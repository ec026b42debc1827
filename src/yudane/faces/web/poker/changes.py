"""What forms of delegation poker ask for, each by its verb."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yudane.faces.web.poker.view import session, sessions
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.asked import text
from yudane.faces.web.shared.doing import tried
from yudane.records.delegation.verbs import sign_delegation
from yudane.records.poker import verbs

LIST = "/delegation/poker"


def open_one(request: HttpRequest) -> HttpResponse:
    """`matter`: an activity, or ACTIVITY/AREA."""
    activity, _, area = text(request, "matter").partition("/")
    made: list[str] = []

    def work() -> None:
        service = text(request, "service")
        made.append(verbs.open_poker(act_of(request), text(request, "team"), activity, service, area).pk)

    return tried(request, work, lambda _: HttpResponseRedirect(f"{LIST}/{made[0]}", status=303), sessions)


def _done(request: HttpRequest, session_id: str, work: Callable[[], object]) -> HttpResponse:
    """Then the session's page, which says itself how it stands."""

    def there(_: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(f"{LIST}/{session_id}#y-poker", status=303)

    return tried(request, work, there, lambda again: session(again, session_id))


def join(request: HttpRequest, session_id: str) -> HttpResponse:
    side = text(request, "side")
    return _done(request, session_id, lambda: verbs.join_poker(act_of(request), session_id, side))


def begin(request: HttpRequest, session_id: str) -> HttpResponse:
    minutes = _number(text(request, "minutes"))
    return _done(request, session_id, lambda: verbs.begin_poker_round(act_of(request), session_id, minutes))


def vote(request: HttpRequest, session_id: str) -> HttpResponse:
    number, card = _number(text(request, "round")), _number(text(request, "card"))
    return _done(request, session_id, lambda: verbs.vote_poker(act_of(request), session_id, number, card))


def explain(request: HttpRequest, session_id: str) -> HttpResponse:
    said = text(request, "text", 2_001)
    return _done(request, session_id, lambda: verbs.explain_poker(act_of(request), session_id, said))


def ask(request: HttpRequest, session_id: str) -> HttpResponse:
    return _done(request, session_id, lambda: verbs.ask_poker_round(act_of(request), session_id))


def confirm(request: HttpRequest, session_id: str) -> HttpResponse:
    level, reason = _number(text(request, "level")), text(request, "reason", 2_001)
    return _done(request, session_id, lambda: verbs.confirm_poker(act_of(request), session_id, level, reason))


def sign(request: HttpRequest, session_id: str) -> HttpResponse:
    """What the other side confirmed, to the letter: `proposal` is the one that whoever signs has read."""
    proposal = text(request, "proposal")
    return _done(request, session_id, lambda: sign_delegation(act_of(request), [proposal]))


def lead(request: HttpRequest, session_id: str) -> HttpResponse:
    return _done(request, session_id, lambda: verbs.lead_poker(act_of(request), session_id))


def close(request: HttpRequest, session_id: str) -> HttpResponse:
    return _done(request, session_id, lambda: verbs.close_poker(act_of(request), session_id))


def _number(said: str) -> int:
    """0 where it is none, which the verb tells."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
