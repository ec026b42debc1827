"""Accounts of tests need no slow hash; catalogs of tests lie in a home of their own."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from yudane.evidence.batch import ALL, Batch
from yudane.evidence.collect import collect_rows
from yudane.evidence.delivery import read_tables
from yudane.records.testing import FAST, KINDS
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
    rows = {
        "teams": [{"team_id": team, "name": team, "kind": kind} for team, kind in KINDS.items()],
        "services": [
            {"service_id": name, "name": name, "team_id": team, "tier": 2, "lifecycle": "production"}
            for name, team in owners.items()
        ],
    }
    files = []
    for table, told in rows.items():
        path = tmp_path / f"{table}.json"
        path.write_text(json.dumps(told))
        files.append((table, path))
    batch = Batch("backstage", datetime(2026, 9, 1), datetime(2026, 9, 1).date(), covers=(ALL,))
    collect_rows(workspace.store, read_tables(files), batch)
    return workspace
