"""The settings of the web follow the home and the address it is served at."""

import os
import subprocess
import sys
from pathlib import Path

from yudane.workspace import Workspace

_PRINT = "from yudane.site import settings as s; print(s.SECRET_KEY, s.DEBUG, *s.ALLOWED_HOSTS)"


def settings_with(**environment: str) -> list[str]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("YUDANE_")} | environment
    variables["PYTHONPATH"] = os.pathsep.join(sys.path)
    ran = subprocess.run([sys.executable, "-c", _PRINT], env=variables, capture_output=True, text=True, check=True)
    return ran.stdout.split()


def test_all_workers_of_a_home_share_a_secret_that_is_not_its_key(tmp_path: Path) -> None:
    home = Workspace.create(tmp_path / "home")
    first, second = (settings_with(YUDANE_HOME=str(home.root))[0] for _ in range(2))
    assert first == second
    assert home.salt not in first


def test_without_a_home_the_secret_is_random(tmp_path: Path) -> None:
    assert settings_with(YUDANE_HOME=str(tmp_path))[0] != settings_with(YUDANE_HOME=str(tmp_path))[0]


def test_only_loopback_and_named_hosts_are_answered(tmp_path: Path) -> None:
    printed = settings_with(
        YUDANE_HOME=str(tmp_path), YUDANE_HOST="10.0.0.5", YUDANE_ALLOWED_HOSTS="yudane.example, y2"
    )
    assert printed[1:] == ["False", "localhost", "127.0.0.1", "[::1]", "10.0.0.5", "yudane.example", "y2"]
