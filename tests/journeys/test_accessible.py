"""Everybody can read every page: axe finds nothing, and nothing overflows a phone."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.journeys.conftest import Visit

PAGES = {
    "map": "/map", "nothing fits": "/map?team=mei-team&level=3", "earlier": "/map?at=2026-08-01",
    "service": "/services/cart", "why": "/services/cart/incident-response", "unrated": "/services/cart/infra-design",
    "rows": "/services/shop/slo/rows/measured", "guide": "/guides/postmortem", "criteria as guide": "/guides/slo",
    "catalog": "/catalog", "search": "/catalog?q=shop", "find": "/find?q=o", "find nothing": "/find", "not assessed": "/services/lab", "no service": "/services/shpo",
    "catalog service": "/catalog/services/shop", "catalog team": "/catalog/teams/aoi-team",
    "no page": "/nothing", "activity": "/activities/infra-design", "phases": "/phases", "program": "/program",
    "next": "/next", "journal": "/journal?team=aoi-team", "journal table": "/journal/reviews?team=aoi-team",
    "journal form": "/journal/incidents/new?team=aoi-team", "journal sheet": "/journal/incidents/sheet?team=aoi-team", "toil": "/journal/quick/toil?team=aoi-team", "surveys": "/journal/surveys?team=aoi-team", "incidents": "/journal/quick/incidents?team=aoi-team",
    "delegation": "/delegation", "board": "/delegation?team=aoi-team", "delegation matter": "/delegation/matter?team=aoi-team&activity=monitoring",
    "decisions": "/delegation/decisions", "new decision": "/delegation/decisions/new?team=aoi-team&activity=monitoring&area=tools&service=shop",
    "poker": "/delegation/poker?team=aoi-team",
    "sheet": "/catalog/import", "statements": "/statements", "disputes": "/statements/disputes?service=shop&criterion=cost.budget", "stating": "/statements/new?team=aoi-team&activity=cost",
    "reference": "/reference", "reference activity": "/reference/slo",
    "reference criterion": "/reference/incident-response/ack-time", "reference tables": "/reference/tables",
    "reference table": "/reference/tables/incidents", "reference view": "/reference/tables/active_slos",
}  # fmt: skip
TRACKED = {
    "activity": "/activities/leading", "a number": "/activities/leading/led", "no numbers": "/activities/bare",
    "phases": "/phases", "a phase": "/phases/night-watch", "program": "/program", "marks": "/services/shop",
    "numbers of a service": "/services/search/leading", "proposal": "/program/proposals/milder",
    "moves": "/program/proposals/no-slo", "faulty proposal": "/program/proposals/broken",
}  # fmt: skip
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


_COLORS = ["color-contrast", "link-in-text-block"]  # all that another theme could change


def violations(page: Page, **only: Any) -> list[dict[str, Any]]:
    """`only`: what to run, as axe takes it; all rules where nothing is said."""
    options = {"runOnly": only or {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [
        {"rule": each["id"], "help": each["help"], "where": [node["html"][:200] for node in each["nodes"]][:3]}
        for each in found
    ]


def in_the_dark(page: Page) -> list[dict[str, Any]]:
    """What axe finds about colors in the other theme of the same page."""
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    return violations(page, type="rule", values=_COLORS)


def sideways(page: Page, wide: int) -> int:
    """How many pixels the page is wider than a phone of that width."""
    page.set_viewport_size({"width": wide, "height": 900})
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_either_theme_and_a_phone_never_scrolls_sideways(
    look: Visit, name: str, lang: str
) -> None:
    address = PAGES[name]
    page = look(f"{address}{'&' if '?' in address else '?'}lang={lang}&theme=light")
    assert violations(page) == []
    if lang == "en":  # colors know no language
        assert in_the_dark(page) == []
    assert sideways(page, 375) <= 0


def settled(look: Visit, address: str, server: str, **how: Any) -> Page:
    """A proposal's page once somebody asked and the answer has come."""
    page = look(address, server=server, **how)
    begin = page.locator("#y-study form button")
    if begin.count():
        assert violations(page) == []
        with page.expect_navigation():  # between two pages there is neither a form nor a progress to wait for
            begin.click()
    page.locator("progress").wait_for(state="detached", timeout=60_000)
    return page


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", TRACKED)
def test_axe_finds_nothing_in_what_an_organization_tracks(look: Visit, tracked: str, name: str, lang: str) -> None:
    page = settled(look, f"{TRACKED[name]}?lang={lang}&theme=light", tracked)
    assert sideways(page, 320) <= 0
    sideways(page, 1280)
    for fold in page.locator("main summary").all():
        if fold.is_visible():
            fold.click()
    assert violations(page) == []
    if lang == "en":
        assert in_the_dark(page) == []


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_axe_finds_nothing_where_everything_is_unfolded(look: Visit, lang: str) -> None:
    page = look(f"/services/shop/slo?lang={lang}")
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    page.wait_for_selector(".rows-here table")
    assert violations(page) == []


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_axe_finds_nothing_where_every_example_is_unfolded(look: Visit, lang: str) -> None:
    page = look(f"/reference/incident-response/ack-time?lang={lang}")
    for fold in page.locator(".example summary").all():
        fold.click()
    assert violations(page) == []


@pytest.mark.parametrize("address", ["/catalog/services/cart", "/catalog/teams/aoi-team"])
def test_axe_finds_nothing_where_every_form_of_the_catalog_is_unfolded(look: Visit, address: str) -> None:
    page = look(f"{address}?lang=en&theme=light")
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    assert violations(page) == []
    assert in_the_dark(page) == []
    assert sideways(page, 375) <= 0


def test_axe_finds_nothing_in_a_folded_map_with_a_team_opened(look: Visit, large: str) -> None:
    page = look("/map", server=large)
    page.get_by_role("link", name="Team 001").click()
    page.get_by_role("link", name="Service 10", exact=True).wait_for()
    assert violations(page) == []


def test_axe_finds_nothing_in_an_empty_state(look: Visit, unassessed: str) -> None:
    assert violations(look("/map", server=unassessed)) == []


@pytest.mark.parametrize(
    "name", ["map", "service", "why", "catalog", "catalog service", "catalog team", "phases", "program", "activity", "reference",
             "reference activity", "reference criterion", "reference tables", "reference table"]
)  # fmt: skip
def test_targets_are_at_least_24_pixels_high(look: Visit, name: str) -> None:
    """Links inside a sentence are excepted (WCAG 2.5.8)."""
    page = look(PAGES[name])
    small = page.evaluate("""() => [...document.querySelectorAll("a, button, select, input, summary")]
        .filter(e => e.offsetParent && !e.closest("p, li, dd, .skip") && e.getBoundingClientRect().height < 24)
        .map(e => e.outerHTML.slice(0, 120))""")
    assert small == []


def test_forced_colors_keep_every_cell_readable(visit: Visit) -> None:
    page = visit("/map")
    page.emulate_media(forced_colors="active")
    cell = page.get_by_role("link", name="Online shop, SLI/SLO: Level 3")
    assert cell.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
    assert cell.inner_text() == "3"


def test_print_is_light_even_for_those_who_read_in_the_dark(visit: Visit) -> None:
    page = visit("/map?theme=dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(media="print")
    assert dark == "rgb(13, 17, 23)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
