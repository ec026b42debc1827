"""A real browser before a real server, each started for the run."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.loopback import free_port
from yudane.faces.web.testing import catalog_home, small_home
from yudane.faces.web.testing_large import large_home
from yudane.faces.web.testing_numbers import numbers_home
from yudane.workspace import Workspace

CHROMIUM = os.environ.get("YUDANE_CHROMIUM", "/usr/bin/chromium")
_ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_COMMAND = "from yudane.faces.cli.main import main; main()"

_SESSIONS: dict[str, str] = {}  # by server

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium with a fresh profile. Without one the journeys are skipped, except in CI."""
    if not shutil.which(CHROMIUM):
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} is missing; name another with YUDANE_CHROMIUM")
        pytest.skip(f"{CHROMIUM} is missing; name another with YUDANE_CHROMIUM")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # its loop stays in this thread, where other tests ask the database
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def servers() -> Iterator[Callable[[Path], str]]:
    """Start `yudane serve` for a home and give its address; `visit` comes by the link it printed."""
    started: list[subprocess.Popen[bytes]] = []

    def serve(root: Path) -> str:
        port = free_port()
        command = [sys.executable, "-c", _COMMAND, "--home", str(root), "serve", "--port", str(port)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        said = root / "said.txt"
        with said.open("wb") as stderr:
            started.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=stderr))
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/healthz", started[-1])
        _SESSIONS[address] = _entered(next(word for word in said.read_text("utf-8").split() if "/enter/" in word))
        return address

    yield serve
    for server in started:
        server.terminate()
        server.wait(10)


def _entered(link: str) -> str:
    """The session of whoever came by the link."""
    with httpx.Client(follow_redirects=False) as client:
        token = re.search(r'name="csrfmiddlewaretoken" value="(.+?)"', client.get(link).text)
        assert token
        assert client.post(link, data={"csrfmiddlewaretoken": token[1], "name": "Sora"}).status_code == 303
        return client.cookies["yudane_session"]


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture(scope="session")
def cast_home(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small_home(tmp_path_factory.mktemp("cast") / "home")


@pytest.fixture(scope="session")
def cast(cast_home: Workspace, servers: Callable[[Path], str]) -> str:
    """Where Aoi's and Mei's services are shown."""
    return servers(cast_home.root)


@pytest.fixture(scope="session")
def tracked(tmp_path_factory: pytest.TempPathFactory, servers: Callable[[Path], str]) -> str:
    """Where an organization with a program, numbers and proposals of its own is shown."""
    return servers(numbers_home(tmp_path_factory.mktemp("tracked") / "home").root)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory, servers: Callable[[Path], str]) -> str:
    """Where a company with 300 services is shown."""
    return servers(large_home(tmp_path_factory.mktemp("large") / "home", 300).root)


@pytest.fixture(scope="session")
def unassessed(tmp_path_factory: pytest.TempPathFactory, servers: Callable[[Path], str]) -> str:
    return servers(catalog_home(tmp_path_factory.mktemp("unassessed") / "home").root)


def _window(browser: Browser, errors: list[str], wide: int = 1280, script: bool = True) -> Page:
    """In a fresh context. A script error or a refused resource is noted, for the test to fail."""
    context = browser.new_context(
        viewport={"width": wide, "height": 900}, java_script_enabled=script, locale="en-US", reduced_motion="reduce"
    )
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda said: errors.append(said.text) if said.type == "error" and "404" not in said.text else None
    )
    return page


def _enter(page: Page, server: str, address: str) -> Page:
    if server in _SESSIONS:
        page.context.add_cookies([{"name": "yudane_session", "value": _SESSIONS[server], "url": server}])
    page.goto(server + address)
    return page


@pytest.fixture
def visit(browser: Browser, cast: str) -> Iterator[Visit]:
    """Open an address in a window of its own."""
    windows: list[Page] = []
    errors: list[str] = []

    def open_(address: str, server: str = cast, wide: int = 1280, script: bool = True) -> Page:
        windows.append(_window(browser, errors, wide, script))
        return _enter(windows[-1], server, address)

    yield open_
    for window in windows:
        window.context.close()
    assert errors == []


@pytest.fixture(scope="session")
def window(browser: Browser) -> tuple[Page, list[str]]:
    """The one for all who only look, and its errors: what it has compiled for one page is there for the next."""
    errors: list[str] = []
    return _window(browser, errors), errors


@pytest.fixture
def look(window: tuple[Page, list[str]], cast: str) -> Iterator[Visit]:
    """Open an address, much sooner than `visit`, after all others in one window; nobody's cookies stay."""
    page, errors = window
    page.context.clear_cookies()
    page.set_viewport_size({"width": 1280, "height": 900})
    errors.clear()
    yield lambda address, server=cast: _enter(page, server, address)
    assert errors == []
