"""What people come for, done in a browser: by keyboard alone, without script, on a large map."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit


def press_until(page: Page, key: str, target: str, most: int = 80) -> None:
    """Press a key until the element in focus fits a selector."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", target):
            return
    raise AssertionError(f"{key} never reached {target}")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"))


def test_aoi_finds_out_by_keyboard_alone_what_to_do_next(visit: Visit) -> None:
    """Map, cell, why, guide and back."""
    page = visit("/map")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    page.keyboard.press("Enter")
    press_until(page, "Tab", "table.map td a")
    while "Checkout, Postmortem" not in focused(page):
        before = focused(page)
        page.keyboard.press("ArrowDown" if "Checkout" not in before else "ArrowRight")
        assert focused(page) != before
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/services/checkout/postmortem$"))
    press_until(page, "Tab", "a[href='/guides/postmortem#policy']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/guides/postmortem#policy$"))
    expect(page.locator("#policy")).to_be_in_viewport()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout: Postmortem")


def test_focus_is_always_seen_in_the_map(visit: Visit) -> None:
    """Names and heads stay in place while the map scrolls: they must not cover what has the focus."""
    page = visit("/map", wide=375)
    page.locator("table.map td a").first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        seen = page.evaluate("""() => { const box = document.activeElement.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return document.activeElement.contains(top); }""")
        assert seen, focused(page)


def test_three_keys_and_a_word_lead_anywhere_and_a_team_and_an_activity_say_who_decides(visit: Visit) -> None:
    page = visit("/map")
    page.keyboard.press("Control+k")
    page.keyboard.type("aoi-team monitoring")
    first = page.locator("#y-found a").first
    expect(first).to_contain_text("Monitoring: 4 Agree")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/delegation/matter\?team=aoi-team&activity=monitoring$"))
    page.keyboard.press("Control+k")
    page.keyboard.type("checkout")
    expect(page.locator("#y-found a").first).to_contain_text("Checkout")
    page.keyboard.press("Escape")
    expect(page.locator("#y-found a")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/services/checkout$"))


def test_slash_goes_to_the_search_unless_single_keys_are_off(visit: Visit) -> None:
    page = visit("/map")
    page.keyboard.press("/")
    expect(page.locator("#y-search")).to_be_focused()
    page.keyboard.type("ＳＨＯＰ")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/services/shop$"))  # the only one that is called so
    page.get_by_role("link", name="Turn off").click()
    page.keyboard.press("/")
    expect(page.locator("#y-search")).not_to_be_focused()


def test_ren_looks_at_the_rows_behind_in_place(visit: Visit) -> None:
    page = visit("/services/shop/slo")
    fold = page.locator("#measured details.rows")
    fold.locator("summary").click()
    expect(fold.get_by_role("table")).to_be_visible()
    expect(fold.get_by_text("Asia/Tokyo")).to_be_visible()


def test_sora_opens_and_folds_a_team_of_a_large_map(visit: Visit, large: str) -> None:
    page = visit("/map?activity=slo", server=large)
    team, service = page.get_by_role("link", name="Team 002"), page.get_by_role("link", name="Service 20", exact=True)
    expect(team).to_have_attribute("aria-expanded", "false")
    team.click()
    expect(service).to_be_visible()
    expect(team).to_have_attribute("aria-expanded", "true")
    assert "/map?activity=slo" in page.url
    team.click()
    expect(service).to_be_hidden()
    team.press("Enter")
    expect(service).to_be_visible()


def test_mei_reads_everything_without_script(visit: Visit, large: str) -> None:
    page = visit("/map", script=False)
    page.get_by_role("link", name="Search, SLI/SLO: Level 1").click()
    fold = page.locator("#measured details.rows")
    fold.locator("summary").click()
    fold.get_by_role("link", name="Open the rows").click()
    expect(page.get_by_role("table")).to_contain_text("search-availability")
    page.get_by_role("link", name="Back to the criteria").click()
    expect(page).to_have_url(re.compile("/services/search/slo$"))
    page.get_by_role("link", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    folded = visit("/map", server=large, script=False)
    folded.get_by_role("link", name="Team 002").click()
    expect(folded.get_by_role("link", name="Service 20", exact=True)).to_be_visible()


def test_kei_goes_back_in_time_and_keeps_the_date(visit: Visit) -> None:
    page = visit("/map")
    page.get_by_label("Date").select_option("2026-08-01")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("link", name="Online shop, Postmortem: Level 2").click()
    expect(page).to_have_url(re.compile("at=2026-08-01"))
    expect(page.get_by_text("You see an earlier state")).to_be_visible()
    page.get_by_role("link", name="To the newest").click()
    expect(page).not_to_have_url(re.compile("at="))


def test_the_theme_stays_over_pages(visit: Visit) -> None:
    page = visit("/map")
    page.get_by_role("link", name="Dark colors").click()
    page.get_by_role("link", name="Catalog").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 17, 23)"


def test_yui_downloads_what_the_map_shows(visit: Visit) -> None:
    page = visit("/map?team=aoi-team&activity=slo")
    with page.expect_download() as waited:
        page.get_by_role("link", name="CSV", exact=True).click()
    text = waited.value.path().read_text("utf-8")
    assert len(text.splitlines()) == 5
    assert "Online shop" in text


def test_what_a_proposal_would_change_appears_by_itself(visit: Visit, tracked: str) -> None:
    page = visit("/program", server=tracked)
    page.get_by_role("link", name="no-slo").click()
    page.get_by_role("button", name="Find out what it would change").click()
    expect(page.get_by_role("heading", name="7 of 7 services would move")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("row", name="Online shop").first).to_contain_text("no longer rated")


def test_what_a_proposal_would_change_can_be_read_without_script(visit: Visit, tracked: str) -> None:
    page = visit("/program/proposals/same", server=tracked, script=False)
    page.get_by_role("button", name="Find out what it would change").click()
    for _ in range(120):
        if not (again := page.get_by_role("link", name="Look again")).count():
            break
        page.wait_for_timeout(500)
        again.click()
    expect(page.get_by_text("Nothing differs from the program in force.")).to_be_visible()


def test_sora_copies_the_sql_and_can_select_it_without_script(visit: Visit) -> None:
    page = visit("/reference/incident-response/ack-time")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="SQL of incident-response.ack-time").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert "percentile_disc" in page.evaluate("navigator.clipboard.readText()")
    plain = visit("/reference/incident-response/ack-time", script=False)
    expect(plain.get_by_role("button", name="Copy")).to_have_count(0)
    expect(plain.locator("#y-sql")).to_contain_text("percentile_disc")
