"""Who there is: everybody's teams; for administrators also accounts, tokens and what a provider's claims mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse

from yudane.faces.clock import now_utc
from yudane.faces.web.shared.acting import actor_of
from yudane.faces.web.shared.doing import said
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import catalog
from yudane.records.home import served_workspace
from yudane.records.people.models import ClaimedTeam, Login, Membership, Person, Token
from yudane.records.people.verbs.make_token import SCOPES
from yudane.records.people.who import memberships_on
from yudane.records.policy import Subject, may
from yudane.words import Lang, say


@dataclass(frozen=True)
class PersonLine:
    """One person in the list."""

    id: str
    name: str
    roles: tuple[str, ...]
    teams: tuple[str, ...]
    disabled: bool
    signs_in: bool


def people(request: HttpRequest) -> HttpResponse:
    """All of them, by reading and name, in as many queries as there are kinds of things."""
    actor, lang = actor_of(request), Reader.of(request).lang
    manages, known = may(actor, "add-person"), catalog(served_workspace())
    values: Mapping[str, object] = {
        "people": _lines(lang),
        "manages": manages,
        "command": "yudane user add NAME",
        **said(request),
    }
    if manages:
        values = {
            **values,
            "tokens": Token.objects.filter(revoked_at=None).order_by("name"),
            "scopes": SCOPES,
            "providers": bool(settings.SOCIALACCOUNT_PROVIDERS),
            "claims": [
                (one, known.name(one.team_id), say(f"web.role_{one.role}", lang))
                for one in ClaimedTeam.objects.order_by("value")
            ],
            "teams": known.teams,
            "nobodys": Login.objects.filter(person=None).order_by("created_at"),
            "secret": request.session.pop("shown_once", None),
        }
    return page(request, "people/page.html", values)


def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """One person: the teams they are of and were of."""
    found = Person.objects.filter(pk=person_id).annotate(accounts=Count("logins")).first()
    if found is None:
        raise Http404
    actor, lang, known = actor_of(request), Reader.of(request).lang, catalog(served_workspace())
    subject = Subject(person_id=found.pk)
    teams = [team for team in known.teams if may(actor, "add-member", Subject(team["team_id"], found.pk))]
    return page(
        request,
        "people/one.html",
        {
            "person": found,
            "memberships": [
                (
                    one,
                    known.name(one.team_id),
                    say(f"web.role_{_role(one)}", lang),
                    may(actor, "end-membership", Subject(one.team_id)),
                )
                for one in found.memberships.order_by("-since")
            ],
            "today": now_utc().date(),
            "manages": may(actor, "grant", subject),
            "changes": may(actor, "change-person", subject),
            "teams": teams,
            "secret": request.session.pop("shown_once", None),
            **said(request),
        },
    )


def _role(one: Membership) -> str:
    return "deputy" if one.role == "signs" else one.role


def _lines(lang: Lang) -> list[PersonLine]:
    known, today = catalog(served_workspace()), now_utc().date()
    everybody = Person.objects.annotate(accounts=Count("logins", filter=Q(logins__is_active=True)))
    ordered = sorted(everybody.prefetch_related("memberships"), key=lambda one: (one.reading or one.name).casefold())
    return [
        PersonLine(
            one.pk,
            one.name,
            tuple(
                say(f"web.role_{role}", lang)
                for role, has in (("administrator", one.admin), ("auditor", one.auditor))
                if has
            ),
            tuple(
                f"{known.name(m.team_id)} ({say(f'web.role_{_role(m)}', lang)})"
                if m.role != "member"
                else known.name(m.team_id)
                for m in memberships_on(one.memberships.all(), today)
            ),
            one.disabled_at is not None,
            one.accounts > 0,
        )
        for one in ordered
    ]
