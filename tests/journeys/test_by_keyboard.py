"""Everything a team enters, entered without a mouse: by Tab, arrows, Space, Enter and letters alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Visit
from yudane.faces.web.testing import small_home

_FOCUSED = r"""() => {
    const it = document.activeElement;
    if (it === document.body) return "";
    const labels = [...(it.labels || [])].map(each => each.innerText).join(" ");
    return (it.getAttribute("aria-label") || labels || it.innerText || it.value || "").replace(/\s+/g, " ").replace(/ :/g, ":").trim();
}"""
_SEEN = """() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, servers: Callable[[Path], str]) -> str:
    """A home of its own: what is entered here is nobody else's."""
    return servers(small_home(tmp_path_factory.mktemp("written") / "home").root)


@pytest.fixture
def at(visit: Visit, written: str) -> Callable[[str], Page]:
    return lambda address: visit(address, server=written)


def reach(page: Page, name: str, most: int = 200) -> None:
    """Tab on until what has that name is focused, and can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate(_FOCUSED):
            assert page.evaluate(_SEEN), f"{name} has the focus out of sight"
            return
    raise AssertionError(f"no Tab leads to {name}")


def press(page: Page, name: str) -> None:
    """Reach a link or button, and follow it."""
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill(page: Page, name: str, text: str) -> None:
    reach(page, name)
    page.keyboard.type(text)


def choose(page: Page, name: str, letters: str) -> None:
    """In a list of choices, by the first letters."""
    reach(page, name)
    page.keyboard.type(letters)


def says(page: Page, words: str) -> None:
    page.get_by_text(words).first.wait_for()


def test_both_sides_words_are_entered_and_taken_back(at: Callable[[str], Page]) -> None:
    page = at("/statements/new?team=aoi-team&activity=cost")
    reach(page, "Say nothing")
    page.keyboard.press("ArrowRight")
    fill(page, "What was found", "We looked at it together.")
    fill(page, "Who agreed for the team", "Aoi")
    fill(page, "Who agreed for company SRE", "Sora")
    press(page, "Enter it")
    says(page, "which team next?")
    press(page, "To the list of statements")
    says(page, "to be confirmed")
    reach(page, "Take back")
    page.keyboard.press("Enter")
    fill(page, "Why", "It was another budget.")
    press(page, "Take back")
    says(page, "Taken back")


def test_an_outcome_is_doubted_and_the_doubt_answered(at: Callable[[str], Page]) -> None:
    page = at("/services/shop/cost")
    press(page, "Dispute this")
    fill(page, "What is wrong about it?", "The bill is in the old tool.")
    press(page, "Raise the dispute")
    says(page, "Raised.")
    reach(page, "The dispute is right")
    page.keyboard.press("Space")
    fill(page, "Why, and what is done", "The old tool is connected now.")
    press(page, "Answer")
    says(page, "1 of 1 answered were right")


def test_toil_is_listed_and_recorded(at: Callable[[str], Page]) -> None:
    page = at("/journal?team=aoi-team")
    press(page, "Toil in two taps")
    press(page, "We record this here")
    fill(page, "Recurring work", "Restart the batch")
    press(page, "Add to the list")
    press(page, "15 min")
    says(page, "15 min in seven days")
    press(page, "Take back")
    says(page, "Nothing yet.")


def test_an_incident_is_begun_marked_and_vouched_for(at: Callable[[str], Page]) -> None:
    page = at("/journal/quick/incidents?team=aoi-team")
    press(page, "We record this here")
    page = at("/journal/quick/incidents?team=aoi-team")
    choose(page, "Severity", "2")
    press(page, "Noticed now")
    press(page, "Now: Response began at")
    says(page, "answered after")
    page = at("/journal/incidents?team=aoi-team")
    press(page, "Yes, it is complete")
    says(page, "Complete from")


def test_a_review_is_recorded_by_its_form_and_one_more_by_a_paste(at: Callable[[str], Page]) -> None:
    page = at("/journal/reviews?team=aoi-team")
    press(page, "We record this here")
    press(page, "Add one")
    choose(page, "About", "SLO")
    reach(page, "Held on")
    page.keyboard.type("11202026")
    press(page, "Save")
    says(page, "Saved.")
    press(page, "Paste or bring a spreadsheet")
    fill(page, "Rows with their header", "About,Held on\nSLOs,2026-10-20")
    press(page, "See how it is understood")
    press(page, "Store 1")
    says(page, "2026-10-20")


def test_somebody_is_added_with_team_and_role(at: Callable[[str], Page]) -> None:
    page = at("/people")
    fill(page, "Name", "Eve")
    choose(page, "Team", "Aoi")
    reach(page, "Leads the team")
    page.keyboard.press("Space")
    press(page, "Add and invite")
    says(page, "Eve")
