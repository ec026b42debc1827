"""Signing in: by name and password, with a second step, by invitation; tries are limited, sessions can be ended."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from yudane.faces.clock import now_utc
from yudane.faces.web.account.view import local_key
from yudane.faces.web.testing_records import client_of
from yudane.records.acting import OPERATOR, Act
from yudane.records.audit.models import Entry
from yudane.records.people import verbs
from yudane.records.people.models import Login, Person
from yudane.records.testing import AS_OPERATOR, PASSWORD, account, cast
from yudane.workspace import Workspace


@pytest.fixture
def people(cast_home: Workspace, serve_home: Callable[[object], None]) -> dict[str, Person]:
    serve_home(cast_home.root)
    return cast()


@pytest.fixture
def aoi(people: dict[str, Person]) -> Login:
    return account(people["Aoi"])


def browser() -> Client:
    return Client(headers={"accept-language": "en"})


def sign_in(client: Client, username: str = "aoi", password: str = PASSWORD, goal: str = "/people") -> object:
    return client.post(f"/account/login/?next={goal}", {"login": username, "password": password, "next": goal})


@pytest.mark.usefixtures("aoi")
def test_by_name_and_password_one_comes_where_one_wanted() -> None:
    client = browser()
    assert "Sign in" in client.get("/account/login/?next=/people").content.decode()
    response = client.post("/account/login/", {"login": "aoi", "password": PASSWORD, "next": "/people"})
    assert response.headers["location"] == "/people"
    assert "Aoi" in client.get("/people").content.decode()
    assert Entry.objects.latest("seq").verb == "signed-in"


@pytest.mark.usefixtures("aoi")
def test_in_japanese_the_librarys_pages_sign_in_by_the_word_of_all_others() -> None:
    client = Client(headers={"accept-language": "ja"})
    said = [client.post("/account/login/", {"login": "aoi", "password": PASSWORD}, follow=True).content.decode()]
    assert "Aoi としてサインインしました。" in said[0]
    pages = ("logout/", "2fa/", "2fa/totp/activate/", "sessions/", "password/change/", "reauthenticate/", "oidc/error/")
    said += [client.get(f"/account/{page}").content.decode() for page in pages]
    assert "サインアウトしますか" in said[1]
    said.append(client.post("/account/logout/", follow=True).content.decode())
    wrong = {"login": "aoi", "password": "wrong"}
    said += [client.post("/account/login/", wrong).content.decode() for _ in range(7)]
    assert "サインイン失敗が連続しています" in said[-1]
    assert not [page for page in said if "ログイン" in page or "ログアウト" in page]


@pytest.mark.usefixtures("aoi")
@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(goal: str) -> None:
    response = browser().post("/account/login/", {"login": "aoi", "password": PASSWORD, "next": goal})
    assert "evil" not in response.headers.get("location", "")
    assert "javascript" not in response.headers.get("location", "")


@pytest.mark.usefixtures("aoi")
def test_a_wrong_password_and_an_unknown_name_read_alike_and_are_on_record() -> None:
    pages = []
    for username in ("aoi", "nobody"):
        response = browser().post("/account/login/", {"login": username, "password": "wrong"})
        assert response.status_code == 200
        pages.append(response.content.decode().split('role="alert"')[1].split("</div>")[0])
    assert pages[0] == pages[1]
    failed = Entry.objects.filter(verb="sign-in-failed")
    assert failed.count() == 2
    assert "wrong" not in str(list(failed.values()))
    assert "nobody" not in str(list(failed.values()))


@pytest.mark.usefixtures("aoi")
def test_tries_are_limited_for_a_name_whoever_tries() -> None:
    for number in range(12):
        browser().post("/account/login/", {"login": "aoi", "password": f"wrong {number}"})
    client = browser()
    client.post("/account/login/", {"login": "aoi", "password": PASSWORD})
    assert client.get("/people").status_code == 302


def test_who_is_disabled_cannot_come_in(people: dict[str, Person], aoi: Login) -> None:
    account(people["Rin"])
    verbs.disable_person(AS_OPERATOR, people["Aoi"].pk)
    client = browser()
    client.post("/account/login/", {"login": "aoi", "password": PASSWORD})
    assert client.get("/people").status_code == 302


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_with_a_second_step_the_password_alone_opens_nothing(aoi: Login) -> None:
    secret = generate_totp_secret()
    Authenticator.objects.create(user=aoi, type=Authenticator.Type.TOTP, data={"secret": secret})
    client = browser()
    response = client.post("/account/login/", {"login": "aoi", "password": PASSWORD, "next": "/people"})
    assert response.headers["location"].startswith("/account/2fa/authenticate/")
    assert client.get("/people").status_code == 302
    wrong = client.post(response.headers["location"], {"code": "000000"})
    assert wrong.status_code == 200
    assert client.get("/people").status_code == 302
    code = code_of(secret)
    client.post(response.headers["location"], {"code": code})
    assert client.get("/people").status_code == 200
    again = browser()
    second = again.post("/account/login/", {"login": "aoi", "password": PASSWORD}).headers["location"]
    again.post(second, {"code": code})
    assert again.get("/people").status_code == 302  # a code counts once


@pytest.mark.usefixtures("aoi")
def test_a_second_step_is_added_by_oneself_after_the_password_once_more(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = browser()
    sign_in(client)
    asked = client.get("/account/2fa/totp/activate/").headers["location"]
    assert "password" in client.get(asked).content.decode()
    assert client.post(asked, {"password": PASSWORD}).headers["location"] == "/account/2fa/totp/activate/"
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert done.status_code == 302
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
    assert "second-factor-added" in Entry.objects.values_list("verb", flat=True)
    assert "Recovery codes" in client.get("/account").content.decode()


@pytest.mark.usefixtures("aoi")
def test_sessions_are_listed_and_the_others_can_be_ended() -> None:
    here, elsewhere = browser(), browser()
    for client in (here, elsewhere):
        sign_in(client)
        client.get("/people")
    html = here.get("/account").content.decode()
    assert html.count("<tr><td>") == 2
    assert "this one" in html
    here.post("/account/sessions/")
    assert here.get("/people").status_code == 200
    assert elsewhere.get("/people").status_code == 302


def test_an_invitation_is_looked_at_and_accepted(people: dict[str, Person]) -> None:
    secret = verbs.invite(Act(OPERATOR, now_utc()), people["Ren"].pk)
    client = browser()
    for _ in range(2):  # looking uses nothing up
        assert "Welcome, Ren" in client.get(f"/account/invitation/{secret}").content.decode()
    weak = client.post(f"/account/invitation/{secret}", {"username": "ren", "password": "short"})
    assert weak.status_code == 422
    assert 'value="ren"' in weak.content.decode()
    assert "short" not in weak.content.decode().split("<form")[-1]
    response = client.post(f"/account/invitation/{secret}", {"username": "ren", "password": PASSWORD})
    assert response.status_code == 303
    assert "Ren" in client.get("/account").content.decode()
    assert client.get(f"/account/invitation/{secret}").status_code == 404


def test_a_page_whose_address_is_a_secret_tells_it_to_nothing_it_asks_for(people: dict[str, Person]) -> None:
    secret = verbs.invite(Act(OPERATOR, now_utc()), people["Ren"].pk)
    for address in (f"/account/invitation/{secret}", "/account/invitation/over", "/enter/over"):
        assert browser().get(address).headers["Referrer-Policy"] == "strict-origin"


@pytest.mark.usefixtures("people")
def test_the_link_of_serve_opens_once() -> None:
    cache.set(local_key("s"), True, timeout=None)
    client = browser()
    assert "Your name" in client.get("/enter/s").content.decode()
    assert client.post("/enter/s", {"name": " Sora "}).status_code == 303
    assert "Sora" in client.get("/account").content.decode()
    assert browser().post("/enter/s", {"name": "Eve"}).status_code == 404
    assert browser().get("/enter/other").status_code == 404


def test_of_an_account_that_is_nobodys_the_page_says_so(aoi: Login) -> None:
    login = Login(id="L", issuer="https://id.example", subject="s", username="oidc:s", created_at=aoi.created_at)
    login.save()
    client = client_of(login)
    assert "nobody has said yet who you are" in client.get("/account").content.decode()
    assert client.get("/map").status_code == 200
    assert client.post("/people/add", {"name": "Eve"}).status_code == 403
