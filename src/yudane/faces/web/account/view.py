"""One's own account, the page behind an invitation, and the link of a machine without accounts."""

from collections.abc import Mapping, Sequence

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login as sign_in
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from yudane.faces.web.account.adapters import INVITED
from yudane.faces.web.shared.acting import LOCAL, LOCAL_NAME, act_of, actor_of
from yudane.faces.web.shared.doing import done, said
from yudane.faces.web.shared.error_pages import error_page
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import catalog, program
from yudane.reading import ProblemsError
from yudane.records.home import served_workspace
from yudane.records.people.models import Login
from yudane.records.people.secrets import hashed
from yudane.records.people.verbs import accept_invitation
from yudane.records.people.verbs.accept_invitation import standing_invitation
from yudane.records.policy import may
from yudane.words import say

_BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def own(request: HttpRequest) -> HttpResponse:
    """Who one is here, how one signs in, where one is signed in."""
    actor, lang = actor_of(request), Reader.of(request).lang
    if not isinstance(request.user, Login):
        return page(request, "account/local.html", {"actor": actor, "command": "yudane user add NAME"})
    known = catalog(served_workspace())
    return page(
        request,
        "account/page.html",
        {
            "actor": actor,
            "login": request.user,
            "reads_audit": may(actor, "audit"),
            "teams": [(known.name(one.team_id), say(f"web.role_{one.role}", lang)) for one in actor.teams],
            "totp": Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists(),
            "zone": program(served_workspace()).zone,
            "sessions": UserSession.objects.purge_and_list(request.user),
            "here_session": request.session.session_key,
        },
    )


def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Whose it is, and the ways to accept it. Looking at it uses nothing up."""
    try:
        person = standing_invitation(act_of(request), secret).person
    except ProblemsError:
        return error_page(request, 404, "invitation_over")
    return page(request, "account/invitation.html", {"person": person, "providers": _providers(), **said(request)})


def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """With a name and a password, and then one is signed in; or by a provider, which is gone to then."""
    chosen = next((app for app in _providers() if app["provider_id"] == request.POST.get("provider")), None)
    if chosen:
        return _by_provider(request, secret, chosen)

    def work() -> None:
        username, password = request.POST.get("username", ""), request.POST.get("password", "")
        login = accept_invitation(act_of(request), secret, username, password)
        request.session.flush()
        sign_in(request, login, backend=_BACKEND)

    return done(request, work, lambda again: invitation(again, secret), "/", "account_made")


def _by_provider(request: HttpRequest, secret: str, app: Mapping[str, str]) -> HttpResponse:
    """Only who said so takes the invitation along; a form may not lead elsewhere, so a page leads there."""
    try:
        standing_invitation(act_of(request), secret)
    except ProblemsError:
        return error_page(request, 404, "invitation_over")
    request.session[INVITED] = secret
    address = reverse("openid_connect_login", args=[app["provider_id"]])
    answer = page(request, "account/provider.html", {"address": address, "name": app["name"]})
    answer["Refresh"] = f"0; url={address}"
    return answer


def _providers() -> Sequence[Mapping[str, str]]:
    found: Sequence[Mapping[str, str]] = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return found


def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """The link that `yudane serve` printed: asks for a name, and uses nothing up."""
    if not cache.get(local_key(secret)):
        return error_page(request, 404, "local_link_over")
    return page(request, "account/enter.html", {"secret": secret})


def entered(request: HttpRequest, secret: str) -> HttpResponse:
    """From now on this browser is the one person of this machine."""
    if not cache.delete(local_key(secret)):
        return error_page(request, 404, "local_link_over")
    request.session.cycle_key()
    request.session[LOCAL] = True
    request.session[LOCAL_NAME] = " ".join(request.POST.get("name", "").split())[:200]
    return HttpResponseRedirect("/", status=303)


def local_key(secret: str) -> str:
    """Where the cache keeps that a link was printed."""
    return f"local-link:{hashed(secret)}"
