"""For tests of pages: records of their own, and whoever asks."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from yudane.faces.web.shared.acting import LOCAL, LOCAL_NAME
from yudane.records.acting import MembershipRole
from yudane.records.people.models import Login, Person
from yudane.records.people.verbs import add_member
from yudane.records.testing import AS_OPERATOR, FAST, account, cast


@pytest.fixture(autouse=True)
def records(db: None, settings: Settings) -> None:
    """An empty database for each test. The stand-in for a browser asks as if from this machine."""
    settings.PASSWORD_HASHERS = FAST
    settings.LOCAL_HOSTS = [*settings.LOCAL_HOSTS, "testserver"]


def local_client(name: str = "Sora", enforce_csrf_checks: bool = False) -> Client:
    """The browser that came by the link of `serve`."""
    client = Client(enforce_csrf_checks, headers={"accept-language": "en"})
    session = client.session
    session.update({LOCAL: True, LOCAL_NAME: name})
    session.save()
    return client


def cast_at_home() -> dict[str, Person]:
    """The cast, in the teams of `cast_home`; Rin has the first account, which administers."""
    people = cast()
    account(people["Rin"])
    places: dict[str, tuple[str, MembershipRole]] = {
        "Aoi": ("aoi-team", "lead"),
        "Mei": ("mei-team", "lead"),
        "Sora": ("sora-team", "member"),
    }
    for name, (team, role) in places.items():
        add_member(AS_OPERATOR, people[name].pk, team, role, date(2026, 1, 1))
    return people


def client_of(login: Login, **headers: str) -> Client:
    """Their browser, signed in."""
    said: Mapping[str, str] = {"accept-language": "en", **headers}
    client = Client(headers=dict(said))
    client.force_login(login)
    return client
