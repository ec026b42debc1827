"""A browser's stand-in, looking at Aoi's and Mei's services."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from yudane.faces.web.testing import small_home
from yudane.faces.web.testing_numbers import numbers_home
from yudane.faces.web.testing_records import cast_at_home, client_of, records
from yudane.records.people.models import Person
from yudane.records.testing import account
from yudane.workspace import Workspace

__all__ = ["records"]


class See(Protocol):
    """Get a page and give back its text; `status` is asserted."""

    def __call__(self, address: str, status: int = 200, **headers: str) -> str: ...


@pytest.fixture(scope="session")
def cast_home(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small_home(tmp_path_factory.mktemp("cast") / "home")


@pytest.fixture
def cast_copy(cast_home: Workspace, tmp_path: Path) -> Workspace:
    """The same home for a test whose entries become evidence."""
    return Workspace.open(shutil.copytree(cast_home.root, tmp_path / "home"))


@pytest.fixture
def serve_home(settings: Settings) -> Callable[[Path], None]:
    """Serve another home."""

    def serve(root: Path) -> None:
        settings.YUDANE_HOME = root

    return serve


@pytest.fixture
def web(cast_home: Workspace, serve_home: Callable[[Path], None]) -> Client:
    serve_home(cast_home.root)
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def see(web: Client) -> See:
    return _see(web)


def _see(web: Client) -> See:
    def get(address: str, status: int = 200, **headers: str) -> str:
        response: Any = web.get(address, headers=headers)
        assert response.status_code == status, response.content.decode()
        return str(response.content.decode())

    return get


@pytest.fixture(scope="session")
def tracked_home(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A home whose organization has a program of its own, numbers without a level, and proposals."""
    return numbers_home(tmp_path_factory.mktemp("tracked") / "home")


@pytest.fixture
def tracked(tracked_home: Workspace, serve_home: Callable[[Path], None]) -> See:
    serve_home(tracked_home.root)
    return _see(Client(headers={"accept-language": "en"}))


@pytest.fixture
def people() -> dict[str, Person]:
    """The cast by name, in the teams of `cast_home`, which has to be served."""
    return cast_at_home()


@pytest.fixture
def aoi(people: dict[str, Person]) -> Client:
    return client_of(account(people["Aoi"]))


@pytest.fixture
def mei(people: dict[str, Person]) -> Client:
    return client_of(account(people["Mei"]))


@pytest.fixture
def sora(people: dict[str, Person]) -> Client:
    return client_of(account(people["Sora"]))
