"""For tests of pages: records of their own, and whoever asks."""

from collections.abc import Mapping

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from yudane.faces.web.shared.acting import LOCAL, LOCAL_NAME
from yudane.records.people.models import Login
from yudane.records.testing import FAST


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


def client_of(login: Login, **headers: str) -> Client:
    """Their browser, signed in."""
    said: Mapping[str, str] = {"accept-language": "en", **headers}
    client = Client(headers=dict(said))
    client.force_login(login)
    return client
