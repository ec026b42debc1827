"""What forms about people ask for, each by its verb."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from yudane.faces.web.account.adapters import issuer
from yudane.faces.web.people.view import people, person
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.asked import day, seen, text
from yudane.faces.web.shared.doing import done
from yudane.faces.web.shared.request_context import catalog
from yudane.reading import Place, ProblemsError
from yudane.records.acting import MembershipRole
from yudane.records.home import served_workspace
from yudane.records.people import verbs
from yudane.records.policy import Subject, require

_ROLES: dict[str, MembershipRole] = {"member": "member", "lead": "lead", "signs": "signs"}


def add(request: HttpRequest) -> HttpResponse:
    def work() -> None:
        act, team, roles = act_of(request), text(request, "team"), ("admin" in request.POST, "auditor" in request.POST)
        with transaction.atomic():  # all or none
            new = verbs.add_person(act, text(request, "name"), text(request, "reading"), *roles)
            if team:
                verbs.add_member(act, new.pk, _known(team), _ROLES["lead" if "lead" in request.POST else "member"])
            elif "lead" in request.POST:
                raise ProblemsError.one("lead_of_nothing", Place(field="team"))
            secret = verbs.invite(act, new.pk)
        _show_once(request, invitation_url(request, secret))

    return done(request, work, people, "/people", "person_added")


def invite(request: HttpRequest, person_id: str) -> HttpResponse:
    def work() -> None:
        _show_once(request, invitation_url(request, verbs.invite(act_of(request), person_id)))

    return _about(request, person_id, work, "person_invited")


def change(request: HttpRequest, person_id: str) -> HttpResponse:
    return _about(
        request,
        person_id,
        lambda: verbs.change_person(
            act_of(request), person_id, text(request, "name"), text(request, "reading"), seen(request)
        ),
        "saved",
    )


def grant(request: HttpRequest, person_id: str) -> HttpResponse:
    return _about(
        request,
        person_id,
        lambda: verbs.grant(
            act_of(request), person_id, "admin" in request.POST, "auditor" in request.POST, seen(request)
        ),
        "saved",
    )


def disable(request: HttpRequest, person_id: str) -> HttpResponse:
    return _about(request, person_id, lambda: verbs.disable_person(act_of(request), person_id), "saved")


def enable(request: HttpRequest, person_id: str) -> HttpResponse:
    return _about(request, person_id, lambda: verbs.enable_person(act_of(request), person_id), "saved")


def add_member(request: HttpRequest, person_id: str) -> HttpResponse:
    def work() -> None:
        act, team = act_of(request), text(request, "team")
        require(act.actor, "add-member", Subject(team, person_id))
        role = _ROLES.get(request.POST.get("role", ""), "member")
        verbs.add_member(act, person_id, _known(team), role, day(request, "since"), day(request, "until"))

    return _about(request, person_id, work, "membership_added")


def end_membership(request: HttpRequest, person_id: str, membership_id: str) -> HttpResponse:
    return _about(
        request,
        person_id,
        lambda: verbs.end_membership(act_of(request), membership_id, day(request, "until"), seen(request)),
        "ended",
    )


def make_token(request: HttpRequest) -> HttpResponse:
    def work() -> None:
        days = request.POST.get("days", "")
        _, secret = verbs.make_token(
            act_of(request),
            text(request, "name"),
            request.POST.getlist("scopes"),
            int(days) if days.isdecimal() else 365,
        )
        _show_once(request, secret)

    return done(request, work, people, "/people#y-tokens", "token_made")


def revoke_token(request: HttpRequest, token_id: str) -> HttpResponse:
    return done(
        request, lambda: verbs.revoke_token(act_of(request), token_id), people, "/people#y-tokens", "token_revoked"
    )


def map_claim(request: HttpRequest) -> HttpResponse:
    def work() -> None:
        act, role = act_of(request), _ROLES["lead" if request.POST.get("role") == "lead" else "member"]
        require(act.actor, "map-claim")
        if not issuer():
            raise ProblemsError.one("provider_missing")
        verbs.map_claim(act, issuer(), text(request, "value"), _known(text(request, "team")), role)

    return done(request, work, people, "/people#y-claims", "claim_mapped_done")


def unmap_claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    return done(
        request, lambda: verbs.unmap_claim(act_of(request), claim_id), people, "/people#y-claims", "claim_unmapped"
    )


def link_login(request: HttpRequest, login_id: str) -> HttpResponse:
    return done(
        request,
        lambda: verbs.link_login(act_of(request), login_id, text(request, "person")),
        people,
        "/people",
        "login_linked",
    )


def _about(request: HttpRequest, person_id: str, work: Callable[[], object], code: str) -> HttpResponse:
    return done(request, work, lambda again: person(again, person_id), f"/people/{person_id}", code)


def _known(team: str) -> str:
    """One of the catalog. Raises ProblemsError."""
    if team not in catalog(served_workspace()).kinds:
        raise ProblemsError.one("team_missing", Place(field="team"), team=team[:200])
    return team


def invitation_url(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("invitation", args=[secret]))


def _show_once(request: HttpRequest, secret: str) -> None:
    """On the next page, and never again."""
    request.session["shown_once"] = secret
