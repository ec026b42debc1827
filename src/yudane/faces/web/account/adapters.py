"""What the sign-in library asks us: accounts are made by invitation, or by a provider, and then are nobody's yet."""

from collections.abc import Mapping
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest

from yudane.faces.clock import now_utc
from yudane.reading import ProblemsError
from yudane.records.acting import Act, Actor
from yudane.records.people.models import Login
from yudane.records.people.verbs import accept_invitation, take_claims
from yudane.records.people.verbs.accept_invitation import username_of
from yudane.records.record import new_id

SYSTEM = Actor("system", "web", "web")
INVITED = "invitation"  # in the session: the secret of a link somebody followed before going to the provider


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by a form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever the provider knows gets an account that is nobody's, known by issuer and subject alone."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Mail addresses are not kept, so that none can make an account somebody's."""
        sociallogin.email_addresses = []

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: object) -> Login:
        login = cast("Login", sociallogin.user)
        moment = now_utc()
        login.id, login.created_at = new_id(moment), moment
        login.issuer, login.subject = issuer(), str(sociallogin.account.uid)
        login.username = username_of(login.issuer, login.subject)
        return login

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: object = None) -> Login:
        login = cast("Login", sociallogin.user)
        login.set_unusable_password()
        sociallogin.save(request)
        return login


def signed_in(request: HttpRequest, login: Login, sociallogin: SocialLogin | None) -> None:
    """After somebody signed in: an invitation they came with makes the account theirs, and the provider's claims count."""
    act = Act(SYSTEM, now_utc())
    secret = request.session.pop(INVITED, None)
    if secret and login.person_id is None:
        try:
            accept_invitation(act, secret, login=login)
        except ProblemsError:
            return  # the link is over: the account stays nobody's, which the page says
    if sociallogin is not None and login.person_id:
        take_claims(act, login.person_id, login.issuer, claimed(sociallogin.account.extra_data))


def claimed(told: Mapping[str, Any]) -> list[str]:
    """The values of the claim that says of which teams somebody is."""
    name = str(settings.OIDC_CLAIM)
    for part in (told.get("id_token"), told.get("userinfo"), told):
        if isinstance(part, dict) and name in part:
            values = part[name]
            return [str(value) for value in (values if isinstance(values, list) else [values])]
    return []


def issuer() -> str:
    """The provider's, as it was named."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return str(apps[0]["settings"]["server_url"]) if apps else ""
