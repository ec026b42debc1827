"""What forms about delegation ask for, each by its verb."""

from django.http import HttpRequest, HttpResponse

from yudane.faces.web.delegation.view import delegation, matter
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.asked import day, seen, text
from yudane.faces.web.shared.doing import done
from yudane.faces.web.shared.paths import matter_path, query
from yudane.records.delegation import verbs
from yudane.records.delegation.making import Proposed

_MOST = 2_000  # proposals in one form


def _place(request: HttpRequest) -> str:
    """The page the form stood on."""
    team = text(request, "team")
    if activity := text(request, "activity"):
        return matter_path(team, activity, text(request, "service"), text(request, "area"))
    return "/delegation" + query(team=team)


def _page(request: HttpRequest) -> HttpResponse:
    return matter(request) if text(request, "activity") else delegation(request)


def propose(request: HttpRequest) -> HttpResponse:
    def work() -> None:
        verbs.propose_delegation(
            act_of(request),
            Proposed(
                text(request, "team"),
                text(request, "activity"),
                _number(text(request, "level")),
                text(request, "reason", 2_001),
                _number(text(request, "target")) or None,
                text(request, "service"),
                text(request, "area"),
                day(request, "effective_from"),
                day(request, "until"),
                day(request, "look_again_on"),
                text(request, "exit_conditions", 2_000),
                text(request, "owner"),
            ),
        )

    return done(request, work, _page, _place(request), "delegation_proposed")


def _number(said: str) -> int:
    """0 where it is none, which the verb tells."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 0


def first(request: HttpRequest) -> HttpResponse:
    def work() -> None:
        verbs.propose_first(act_of(request), text(request, "team"), text(request, "reason", 2_001))

    return done(request, work, _page, _place(request), "delegation_proposed")


def sign(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.getlist("ids")[:_MOST]
    return done(
        request, lambda: verbs.sign_delegation(act_of(request), chosen), _page, _place(request), "delegation_signed"
    )


def decline(request: HttpRequest, proposal_id: str) -> HttpResponse:
    def work() -> None:
        verbs.decline_delegation(act_of(request), proposal_id, text(request, "why", 2_001), seen(request))

    return done(request, work, _page, _place(request), "declined_done")


def object_to(request: HttpRequest, proposal_id: str) -> HttpResponse:
    def work() -> None:
        verbs.object_delegation(act_of(request), proposal_id, text(request, "why", 2_001), seen(request))

    return done(request, work, _page, _place(request), "delegation_objected")


def withdraw(request: HttpRequest, proposal_id: str) -> HttpResponse:
    def work() -> None:
        verbs.withdraw_delegation(act_of(request), proposal_id, text(request, "why", 2_001), seen(request))

    return done(request, work, _page, _place(request), "delegation_withdrawn")


def accept(request: HttpRequest, agreement_id: str) -> HttpResponse:
    def work() -> None:
        verbs.accept_ownership(act_of(request), agreement_id)

    return done(request, work, _page, _place(request), "owner_accepted")
