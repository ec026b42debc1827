"""Who asks, and whether they may have the page: asked once for every request, before its view."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse

from yudane.faces.clock import now_utc
from yudane.faces.web.shared.error_pages import denied, error_page
from yudane.faces.web.shared.page import ACTOR
from yudane.faces.web.shared.request_context import team_kind
from yudane.faces.web.shared.routes import rule_of
from yudane.records.acting import NOBODY, Act, Actor
from yudane.records.home import records_there
from yudane.records.people.models import Login
from yudane.records.people.who import accounts_exist, actor_of_login, actor_of_token
from yudane.records.policy import RULES, DeniedError, may

LOCAL = "local"  # in the session: this browser came by the link that `serve` printed
LOCAL_NAME = "local_name"


class Acting:
    """Middleware: no view runs for whom its rule does not name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], values: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        rule = rule_of(view)
        if rule is None:
            return error_page(request, 403, "no_rule")
        actor = actor_of(request)
        if may_enter(actor, rule):
            return _unproven(request, actor, rule)
        if actor == NOBODY:
            return _sign_in(request)
        return denied(request, DeniedError(RULES[rule], actor))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return denied(request, error) if isinstance(error, DeniedError) else None


def may_enter(actor: Actor, rule: str) -> bool:
    """Toward a thing of theirs they may: which thing it is, the verb asks."""
    return (
        may(actor, rule)
        or any(role in RULES[rule].all_who for one in actor.teams for role in actor.roles(one.team_id, actor.id))
        or (actor.kind == "person" and "self" in RULES[rule].who)
        or (actor.teams != () and "colleague" in RULES[rule].who)
    )


def actor_of(request: HttpRequest) -> Actor:
    """Told once for each request."""
    found = getattr(request, ACTOR, None)
    if not isinstance(found, Actor):
        found = _actor_of(request)
        setattr(request, ACTOR, found)
    return found


def act_of(request: HttpRequest) -> Act:
    return Act(actor_of(request), now_utc())


def _actor_of(request: HttpRequest) -> Actor:
    word, _, secret = request.headers.get("Authorization", "").partition(" ")
    if word.lower() == "bearer":
        return actor_of_token(secret.strip(), now_utc()) or NOBODY
    if not records_there():
        return _local(request)
    login = request.user
    if isinstance(login, Login):
        actor = actor_of_login(login, now_utc().date(), team_kind)
        if actor is None:
            logout(request)
        return actor or NOBODY
    return NOBODY if accounts_exist() else _local(request)


def _local(request: HttpRequest) -> Actor:
    """The one person of this machine, where the settings and the address asked for say that it is one's own."""
    if _name(request.get_host()) not in settings.LOCAL_HOSTS:
        return NOBODY
    return Actor("local", "local", str(request.session.get(LOCAL_NAME, "")) if records_there() else "")


def _name(host: str) -> str:
    """Without the port."""
    name, _, port = host.rpartition(":")
    return name if port.isdecimal() else host


def _unproven(request: HttpRequest, actor: Actor, rule: str) -> HttpResponse | None:
    """On a machine that several use, only the browser that came by the link of `serve` changes anything."""
    changes = request.method == "POST" and RULES[rule].kind != "read" and RULES[rule].who != ("anyone",)
    if actor.kind != "local" or not changes or request.session.get(LOCAL):
        return None
    return error_page(request, 403, "local_link_missing")


def _sign_in(request: HttpRequest) -> HttpResponse:
    """A reader is led to the form and back; a program is told."""
    if (
        request.method not in ("GET", "HEAD")
        or "Authorization" in request.headers
        or "json" in request.headers.get("Accept", "")
    ):
        response = JsonResponse({"error": "not signed in"}, status=401)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    return HttpResponseRedirect(settings.LOGIN_URL + "?" + urlencode({"next": request.get_full_path()}))


def address(request: HttpRequest) -> str:
    """Whence they ask, as the proxy in front says where there is one."""
    return str(get_adapter().get_client_ip(request) or "")
