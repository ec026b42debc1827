"""What the sign-in library does about accounts, in the audit: who came in, who could not, who changed how they sign in."""

from typing import Any

from allauth.account.signals import password_changed, password_set, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from yudane.faces.clock import now_utc
from yudane.faces.web.account.adapters import signed_in
from yudane.faces.web.shared.acting import address
from yudane.records.acting import NOBODY, Act, Actor
from yudane.records.audit.chain import append
from yudane.records.people.models import Login


def _told(actor: Actor, what: str, login: str, request: HttpRequest | None, **more: object) -> None:
    details = {"address": address(request) if request else "", **more}
    with transaction.atomic():
        append(Act(actor, now_utc()), what, f"login {login}", details)


def _actor(login: Login) -> Actor:
    return Actor("person", login.person_id or f"login:{login.pk}", str(login))


@receiver(user_logged_in)
def _in(request: HttpRequest, user: Login, **more: Any) -> None:
    _told(_actor(user), "signed-in", user.pk, request)
    signed_in(request, user, more.get("sociallogin"))


@receiver(user_logged_out)
def _out(request: HttpRequest, user: Login | None, **_: Any) -> None:
    if user is not None:
        _told(_actor(user), "signed-out", user.pk, request)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """The name tried is kept only where an account has it: else it may be a password typed into the wrong field."""
    tried = str(credentials.get("username") or "")[:150]
    known = Login.objects.filter(username=tried).values_list("pk", flat=True).first()
    _told(NOBODY, "sign-in-failed", known or "", request)


@receiver([password_changed, password_set])
def _password(request: HttpRequest, user: Login, **_: Any) -> None:
    _told(_actor(user), "password-changed", user.pk, request)


@receiver(authenticator_added)
def _added(request: HttpRequest, user: Login, authenticator: Any, **_: Any) -> None:
    _told(_actor(user), "second-factor-added", user.pk, request, factor=authenticator.type)


@receiver(authenticator_removed)
def _removed(request: HttpRequest, user: Login, authenticator: Any, **_: Any) -> None:
    _told(_actor(user), "second-factor-removed", user.pk, request, factor=authenticator.type)
