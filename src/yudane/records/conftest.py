"""Accounts of tests need no slow hash; catalogs of tests lie in a home of their own."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from yudane.records.testing import FAST, KINDS, deliver
from yudane.workspace import Workspace


@pytest.fixture(autouse=True)
def fast_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = FAST


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Workspace:
    """The cast's teams; web and pay are services of the shop team, find is of search, mail is nobody's."""
    workspace = Workspace.create(tmp_path / "home")
    settings.YUDANE_HOME = workspace.root
    owners = {"web": "shop", "pay": "shop", "find": "search", "mail": None}
    rows: dict[str, list[dict[str, object]]] = {
        "teams": [{"team_id": team, "name": team, "kind": kind} for team, kind in KINDS.items()],
        "services": [
            {"service_id": name, "name": name, "team_id": team, "tier": 2, "lifecycle": "production"}
            for name, team in owners.items()
        ],
    }
    deliver(workspace, tmp_path, rows)
    return workspace
