"""The settings of the web follow the home and the address it is served at."""

import os
import subprocess
import sys
from pathlib import Path

from yudane.workspace import Workspace

_PRINT = "from yudane.site.settings import local as s; print(s.SECRET_KEY, s.DEBUG, *s.ALLOWED_HOSTS)"


def settings_with(**environment: str) -> list[str]:
    return printed(_PRINT, **environment).split()


def printed(code: str, **environment: str) -> str:
    """By a new process with nothing of ours set but this."""
    ours = ("YUDANE_", "DATABASE_", "DJANGO_")
    variables = {name: value for name, value in os.environ.items() if not name.startswith(ours)} | environment
    variables["PYTHONPATH"] = os.pathsep.join(sys.path)
    ran = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    return ran.stdout


def test_all_workers_of_a_home_share_a_secret_that_is_not_its_key(tmp_path: Path) -> None:
    home = Workspace.create(tmp_path / "home")
    first, second = (settings_with(YUDANE_HOME=str(home.root))[0] for _ in range(2))
    assert first == second
    assert home.salt not in first


def test_without_a_home_the_secret_is_random(tmp_path: Path) -> None:
    assert settings_with(YUDANE_HOME=str(tmp_path))[0] != settings_with(YUDANE_HOME=str(tmp_path))[0]


def test_only_loopback_and_named_hosts_are_answered(tmp_path: Path) -> None:
    values = settings_with(YUDANE_HOME=str(tmp_path), YUDANE_HOST="10.0.0.5", YUDANE_ALLOWED_HOSTS="yudane.example, y2")
    assert values[1:] == ["False", "localhost", "127.0.0.1", "[::1]", "10.0.0.5", "yudane.example", "y2"]


_DATABASE = "from yudane.site.settings import local as s; d = s.DATABASES['default']; print(d['ENGINE'], d['NAME'])"


def test_the_database_is_in_the_home_unless_another_is_named(tmp_path: Path) -> None:
    own = printed(_DATABASE, YUDANE_HOME=str(tmp_path)).split()
    assert own == ["django.db.backends.sqlite3", str(tmp_path / "records.sqlite3")]
    other = printed(
        _DATABASE, YUDANE_HOME=str(tmp_path), DATABASE_URL="postgres://ren:pw@db.example.com/yudane"
    ).split()
    assert other == ["django.db.backends.postgresql", "yudane"]


def test_behind_a_proxy_cookies_travel_by_tls_alone(tmp_path: Path) -> None:
    code = "from yudane.site.settings import {} as s; print(*(getattr(s, n, False) for n in {}))"
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS")
    home = str(tmp_path)
    assert printed(code.format("server", names), YUDANE_HOME=home).split() == ["True", "True", "31536000"]
    assert printed(code.format("local", names), YUDANE_HOME=home).split() == ["False", "False", "False"]


def test_no_path_of_a_proxy_can_be_one_of_our_own() -> None:
    from django.urls import get_resolver

    from yudane.site.settings.server import OWN_PATHS

    first = {str(pattern.pattern).partition("/")[0] for pattern in get_resolver().url_patterns}
    assert set(OWN_PATHS) == (first - {""}) | {"static"}


def test_importing_the_web_reads_nothing_and_begins_no_thread(tmp_path: Path) -> None:
    code = "import threading, yudane.site.wsgi, yudane.site.serving; print(threading.active_count())"
    assert printed(code, YUDANE_HOME=str(tmp_path / "none")).strip() == "1"
    assert not (tmp_path / "none").exists()


def test_reading_pages_makes_no_database(tmp_path: Path) -> None:
    home = Workspace.create(tmp_path / "home")
    code = (
        "import yudane.site.wsgi; from django.test import Client; "
        "print(Client(headers={'host': 'localhost'}).get('/reference').status_code)"
    )
    assert printed(code, YUDANE_HOME=str(home.root)).strip() == "200"
    assert not (home.root / "records.sqlite3").exists()
