"""Rin makes the first account and invites Aoi, who signs in with a second step: in a real browser, readable for everybody."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.test_accessible import in_the_dark, sideways, violations
from yudane.faces.web.testing import small_home

PASSWORD = "horses eat green grass"
_COMMAND = "from yudane.faces.cli.main import main; main()"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_home(tmp_path_factory.mktemp("peopled") / "home").root


def yudane(home: Path, *words: str) -> str:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "YUDANE_LANG": "en"}
    command = [sys.executable, "-c", _COMMAND, "--home", str(home), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def readable(page: Page) -> None:
    """In both themes, in both languages, on a phone."""
    address = page.url.partition("?")[0]
    for lang in ("en", "ja"):
        page.goto(f"{address}?lang={lang}&theme=light")
        assert violations(page) == [], (address, lang)
        assert in_the_dark(page) == [], (address, lang)
        assert sideways(page, 375) <= 0, (address, lang)
        sideways(page, 1280)
    page.goto(f"{address}?lang=en&theme=light")


def test_from_the_first_account_to_a_colleague_who_signs_in(
    page: Page, browser: Browser, home: Path, servers: Callable[[Path], str]
) -> None:
    link = yudane(home, "user", "add", "Rin").replace("http://127.0.0.1:8000", servers(home))
    server = link.partition("/account/")[0]
    page.goto(link)
    readable(page)
    page.get_by_label("User name").fill("rin")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Make my account").click()
    assert "short" in page.get_by_role("alert").inner_text().lower()
    assert page.get_by_label("User name").input_value() == "rin"
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("link", name="Rin", exact=True).click()
    readable(page)

    page.get_by_role("link", name="People", exact=True).first.click()
    page.get_by_label("Name", exact=True).first.fill("Aoi")
    page.get_by_role("button", name="Add and invite").click()
    invitation = page.locator(".said").inner_text()
    assert invitation.startswith(server)
    readable(page)
    page.get_by_role("link", name="Aoi", exact=True).click()
    page.get_by_label("Role").select_option("lead")
    page.get_by_role("button", name="Add to the team").click()
    assert "counts for signing from tomorrow" in page.get_by_role("status").first.inner_text()
    readable(page)
    for address in ("/who-may", "/audit"):
        page.goto(server + address)
        readable(page)
    page.goto(f"{server}/account")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(f"{server}/map")
    assert page.url.startswith(f"{server}/account/login/?next=")
    readable(page)

    context = browser.new_context(locale="en-US")
    aoi = context.new_page()
    aoi.goto(invitation)
    aoi.get_by_label("User name").fill("aoi")
    aoi.get_by_label("Password").fill(PASSWORD)
    aoi.keyboard.press("Enter")
    aoi.wait_for_url("**/map")
    aoi.goto(f"{server}/account/2fa/totp/activate/")
    if "reauthenticate" in aoi.url:
        readable(aoi)
        aoi.get_by_label("Password").fill(PASSWORD)
        aoi.get_by_role("button", name=re.compile("confirm", re.IGNORECASE)).click()
        aoi.goto(f"{server}/account/2fa/totp/activate/")
    assert aoi.locator(".qr").evaluate("code => code.naturalWidth") > 0
    readable(aoi)
    assert aoi.goto(f"{server}/audit").status == 403  # type: ignore[union-attr]
    assert "Who may" in aoi.locator("main").inner_text()
    context.close()
    assert yudane(home, "audit", "verify").startswith("Whole:")
