"""People with accounts, each in a browser of their own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.records.conftest import Records
from yudane.faces.web.testing import small_home
from yudane.records.testing import PASSWORD

_MADE = """
import sys
from datetime import date
from pathlib import Path
from yudane.records.ready import make_ready
make_ready(Path(sys.argv[1]))
from yudane.records.people.verbs import accept_invitation, add_member, add_person, invite
from yudane.records.testing import AS_OPERATOR, PASSWORD
for name, team, role in (("Aoi", "aoi-team", "lead"), ("Ren", "aoi-team", "member"), ("Sora", "sora-team", "member")):
    person = add_person(AS_OPERATOR, name, admin=name == "Sora")
    add_member(AS_OPERATOR, person.pk, team, role, date(2026, 1, 1))
    accept_invitation(AS_OPERATOR, invite(AS_OPERATOR, person.pk), name.lower(), PASSWORD)
"""

Enter = Callable[..., Page]


def served_with_people(folder: Path, servers: Callable[[Path], str]) -> str:
    """Where Aoi, Ren and Sora have accounts and may sign."""
    home = small_home(folder).root
    address = servers(home)
    made = Records(home, "").run(_MADE, str(home))
    assert made == "", made
    return address


@contextmanager
def entering(browser: Browser, server: str, locale: str = "en-US") -> Iterator[Enter]:
    """Somebody in a browser of their own, signed in."""
    contexts = []
    errors: list[str] = []

    def enter(name: str, wide: int = 1280) -> Page:
        context = browser.new_context(viewport={"width": wide, "height": 844}, locale=locale, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{server}/account/login/")
        page.locator("input[name=login]").fill(name.lower())
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/map")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert errors == []
