"""Signing in by an OpenID provider: a real one, as a process of its own."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.loopback import free_port
from yudane.faces.clock import now_utc
from yudane.records.acting import OPERATOR, Act
from yudane.records.people import verbs
from yudane.records.people.models import Login, Person
from yudane.records.people.who import memberships_on
from yudane.records.testing import AS_OPERATOR, account, cast
from yudane.workspace import Workspace

_PEOPLE = (
    {"sub": "ren-1", "name": "Ren", "email": "ren@hoshi.example", "groups": ["g-shop"]},
    {"sub": "eve-1", "name": "Ren", "email": "ren@hoshi.example", "groups": ["g-shop"]},
)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    port = free_port()
    users = [option for one in _PEOPLE for option in ("--user-claims", json.dumps(one))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *users]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx.get(f"{address}/.well-known/openid-configuration").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def people(
    provider: str, settings: Settings, cast_home: Workspace, serve_home: Callable[[object], None]
) -> dict[str, Person]:
    app = {
        "provider_id": "oidc",
        "name": "Hoshi",
        "client_id": "yudane",
        "secret": "s",
        "settings": {"server_url": provider},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    serve_home(cast_home.root)
    everybody = cast()
    account(everybody["Rin"])
    return everybody


def browser() -> Client:
    return Client(headers={"accept-language": "en"})


def come_in(client: Client, subject: str, state: str | None = None) -> int:
    """To the provider, sign in there, and back. Gives the status of the page one comes back to."""
    asked = client.get("/account/oidc/oidc/login/")
    assert asked.status_code == 302
    back = httpx.post(asked.headers["location"], data={"sub": subject}).headers["location"]
    parts = urlsplit(back)
    if state is not None:
        back = back.replace(parse_qs(parts.query)["state"][0], state)
    return client.get(f"{parts.path}?{urlsplit(back).query}").status_code


def test_whoever_the_provider_knows_comes_in_and_is_nobody_yet(people: dict[str, Person], provider: str) -> None:
    client = browser()
    assert "Sign in with Hoshi" in client.get("/account/login/").content.decode()
    assert come_in(client, "ren-1") == 302
    login = Login.objects.get(issuer=provider)
    assert (login.subject, login.person) == ("ren-1", None)
    assert "nobody has said yet who you are" in client.get("/account").content.decode()
    assert client.get("/map").status_code == 200


def test_the_same_mail_address_makes_nobody_somebody_else(people: dict[str, Person], provider: str) -> None:
    come_in(browser(), "ren-1")
    verbs.link_login(AS_OPERATOR, Login.objects.get(subject="ren-1").pk, people["Ren"].pk)
    come_in(browser(), "eve-1")
    assert Login.objects.get(subject="eve-1").person is None


def test_with_an_invitation_the_account_becomes_theirs_and_claims_count(
    people: dict[str, Person], provider: str
) -> None:
    verbs.map_claim(AS_OPERATOR, provider, "g-shop", "search", "member")
    client = browser()
    link = f"/account/invitation/{verbs.invite(Act(OPERATOR, now_utc()), people['Ren'].pk)}"
    assert "Sign in with Hoshi" in client.get(link).content.decode()
    leads = client.post(link, {"provider": "oidc"})
    assert (leads.status_code, leads.headers["Refresh"]) == (200, "0; url=/account/oidc/oidc/login/")
    come_in(client, "ren-1")
    assert Login.objects.get(subject="ren-1").person == people["Ren"]
    assert "Ren" in client.get("/account").content.decode()
    teams = [one.team_id for one in memberships_on(people["Ren"].memberships.all(), now_utc().date())]
    assert "search" in teams


def test_who_only_looked_at_an_invitation_does_not_become_somebody_by_it(people: dict[str, Person]) -> None:
    client = browser()
    client.get(f"/account/invitation/{verbs.invite(Act(OPERATOR, now_utc()), people['Ren'].pk)}")
    come_in(client, "eve-1")
    assert Login.objects.get(subject="eve-1").person is None


def test_who_is_disabled_does_not_come_in_by_the_provider_either(people: dict[str, Person]) -> None:
    come_in(browser(), "ren-1")
    verbs.link_login(AS_OPERATOR, Login.objects.get(subject="ren-1").pk, people["Ren"].pk)
    verbs.disable_person(AS_OPERATOR, people["Ren"].pk)
    client = browser()
    come_in(client, "ren-1")
    assert client.get("/map").status_code == 302


@pytest.mark.usefixtures("people")
def test_an_answer_to_somebody_elses_question_opens_nothing() -> None:
    client = browser()
    assert come_in(client, "ren-1", state="forged") in (200, 401)
    assert client.get("/map").status_code == 302
    assert not Login.objects.filter(subject="ren-1").exists()
