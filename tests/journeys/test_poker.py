"""Aoi, Ren on a phone, and Sora play poker until what they agreed on stands on the board: three browsers at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.people import entering, served_with_people
from tests.journeys.test_accessible import in_the_dark, sideways, violations

_SOON = 15_000  # milliseconds; a page looks every two seconds


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, servers: Callable[[Path], str]) -> str:
    return served_with_people(tmp_path_factory.mktemp("poker") / "home", servers)


@pytest.fixture
def enter(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    with entering(browser, server) as enter:
        yield enter


def choose(page: Page, card: int) -> None:
    page.locator(f"form.cards button[value='{card}']").click(timeout=_SOON)
    expect(
        page.locator(f"form.cards button[value='{card}'][aria-pressed=true]").or_(open_cards(page)).first
    ).to_be_visible()


def open_cards(page: Page) -> Locator:
    return page.locator("#y-hands + .hands .face:not(.down, .none)")


def readable(page: Page) -> None:
    assert violations(page) == []
    assert in_the_dark(page) == []
    page.evaluate("document.documentElement.dataset.theme = 'auto'")
    wide = page.viewport_size
    assert wide
    assert sideways(page, 375) <= 0
    page.set_viewport_size(wide)


def test_three_browsers_play_until_it_is_agreed(server: str, enter: Callable[..., Page]) -> None:
    aoi, ren, sora = enter("Aoi"), enter("Ren", wide=390), enter("Sora")
    aoi.goto(f"{server}/delegation/matter?team=aoi-team&activity=monitoring")
    aoi.get_by_role("button", name="Play delegation poker about this").click()
    aoi.wait_for_url("**/delegation/poker/*")
    address = aoi.url
    aoi.get_by_role("button", name="Join: The team").click()
    for page, side in ((ren, "The team"), (sora, "Company SRE")):
        page.goto(address)
        readable(page)
        page.get_by_role("button", name=f"Join: {side}").click()
    aoi.get_by_role("button", name="Begin the round").click(timeout=_SOON)  # it comes by itself once Sora sits there

    choose(ren, 5)
    choose(aoi, 6)
    expect(sora.locator("#y-poker").get_by_text("2 of 3 have chosen.")).to_be_visible(timeout=_SOON)
    for page in (aoi, ren, sora):
        expect(open_cards(page)).to_have_count(0)
    assert ">5</b> Ren" not in sora.content()
    readable(ren)
    ren.context.set_offline(True)
    expect(ren.get_by_role("alert")).to_be_visible(timeout=_SOON)
    choose(sora, 2)
    for page in (aoi, sora):
        expect(open_cards(page)).to_have_text(["2", "6", "5"], timeout=_SOON)
    ren.context.set_offline(False)
    expect(open_cards(ren)).to_have_text(["2", "6", "5"], timeout=_SOON)
    expect(ren.get_by_role("alert")).to_be_hidden()

    sora.get_by_label("You chose 2 Sell. Why?").press_sequentially("Nobody was on call")
    aoi.get_by_label("You chose 6 Inquire. Why?").fill("We answer every page.")
    aoi.get_by_role("button", name="Show it to all").click()
    expect(sora.locator("#y-poker").get_by_text("We answer every page.")).to_be_visible(timeout=_SOON)
    sora.keyboard.type(" at night.")  # still there, and still where it was typed
    assert sora.get_by_label("You chose 2 Sell. Why?").input_value() == "Nobody was on call at night."
    sora.get_by_role("button", name="Show it to all").click()
    expect(ren.locator("#y-poker").get_by_text("Nobody was on call at night.")).to_be_visible(timeout=_SOON)
    readable(aoi)
    ren.get_by_role("button", name="Ask for another round").click()
    expect(aoi.locator("#y-poker").get_by_text("Asked for by Ren")).to_be_visible(timeout=_SOON)
    aoi.get_by_role("button", name="Begin the round").click()

    for page in (ren, sora):
        choose(page, 3)
    aoi.locator("form.cards button[value='3']").focus()
    aoi.keyboard.press("Enter")
    aoi.locator("label:has(#y-level-3)").click(timeout=_SOON)
    aoi.get_by_label("Why", exact=True).fill("Both sides want to try it.")
    aoi.get_by_role("button", name="Confirm and sign").click()
    expect(ren.get_by_role("heading", name="Confirmed by one side")).to_be_visible(timeout=_SOON)
    expect(ren.get_by_role("button", name="Confirm 3 Consult and sign")).to_have_count(0)
    sora.get_by_role("button", name="Confirm 3 Consult and sign").click(timeout=_SOON)
    for page in (aoi, ren, sora):
        expect(page.locator("#y-poker").get_by_text("Both sides confirmed 3 Consult.")).to_be_visible(timeout=_SOON)
    readable(ren)
    ren.goto(f"{server}/delegation?team=aoi-team")
    expect(ren.get_by_role("row", name="Monitoring").get_by_text("3 Consult")).to_be_visible()


def test_without_script_the_page_is_loaded_again_by_hand(
    server: str, browser: Browser, enter: Callable[..., Page]
) -> None:
    aoi = enter("Aoi")
    aoi.goto(f"{server}/delegation/poker?team=aoi-team")
    aoi.get_by_label("What it is about").select_option("slo")
    aoi.get_by_role("button", name="Open").click()
    aoi.wait_for_url("**/delegation/poker/*")
    plain = browser.new_context(java_script_enabled=False, locale="en-US", storage_state=aoi.context.storage_state())
    page = plain.new_page()
    page.goto(aoi.url)
    page.get_by_role("button", name="Join: The team").click()
    page.get_by_role("link", name="Look again what changed").click()
    expect(page.locator(".hand")).to_contain_text("Aoi")
    plain.close()
