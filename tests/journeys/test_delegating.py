"""The program end to end in a browser: from Tell over Agree to Inquire, with the decisions each level asks for; in each language."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.people import entering, served_with_people
from tests.journeys.test_accessible import in_the_dark, sideways, violations
from yudane.words import Lang, say

MATTER = "/delegation/matter?team=aoi-team&activity=monitoring"
BOARD = "/delegation?team=aoi-team"


class Desk:
    """One browser, by the words of its language."""

    def __init__(self, page: Page, server: str, lang: Lang) -> None:
        self.page, self.server, self.lang = page, server, lang

    def w(self, code: str, **args: object) -> str:
        return say(code if "." in code else f"web.{code}", self.lang, **args)

    def open(self, address: str) -> None:
        self.page.goto(self.server + address if address.startswith("/") else address)

    def press(self, code: str, exact: bool = False) -> None:
        self.page.get_by_role("button", name=self.w(code), exact=exact).first.click()

    def sees(self, text: str) -> None:
        expect(self.page.locator("main").get_by_text(text).first).to_be_visible()

    def lacks(self, code: str) -> None:
        expect(self.page.get_by_role("button", name=self.w(code))).to_have_count(0)

    def propose(self, level: int) -> None:
        self.open(MATTER)
        self.page.locator(f"input[name=level][value='{level}']").check()
        self.page.locator("#y-reason").fill("So.")
        self.press("delegation_propose", exact=True)

    def sign(self) -> None:
        self.open(MATTER)
        self.press("sign_chosen")

    def said(self, code: str, why: str) -> None:
        """What stands behind a fold, with its reason."""
        form = self.page.locator("details", has=self.page.locator("summary", has_text=self.w(code)))
        form.locator("summary").click()
        form.locator("input[name=why]").fill(why)
        form.get_by_role("button", name=self.w(code)).click()

    def decision(self, question: str) -> None:
        """From the page that says why the level is as it is."""
        self.open("/services/shop/monitoring")
        self.page.get_by_role("link", name=self.w("decision_here")).click()
        self.page.locator("select[name=area]").select_option("alert-rules")
        self.press("decision_who")
        self.page.locator("#y-question").fill(question)
        self.page.locator("#y-text").fill("It waits for the morning.")

    def readable(self) -> None:
        assert violations(self.page) == []
        assert in_the_dark(self.page) == []
        wide = self.page.viewport_size
        assert sideways(self.page, 375) <= 0
        assert wide
        self.page.set_viewport_size(wide)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_team_comes_from_tell_to_inquire_and_decides_by_each_level(
    lang: Lang, browser: Browser, tmp_path: Path, servers: Callable[[Path], str]
) -> None:
    server = served_with_people(tmp_path / "home", servers)
    with entering(browser, server, {"en": "en-US", "ja": "ja-JP"}[lang]) as enter:
        aoi, ren, sora = (Desk(enter(name), server, lang) for name in ("Aoi", "Ren", "Sora"))
        _tell(aoi, sora)
        _agree(aoi, ren, sora)
        _inquire(aoi, ren, sora)
        _step_back(ren, sora)


def _tell(aoi: Desk, sora: Desk) -> None:
    """Company SRE says how it is today; the team signs; readiness says what is missing for more."""
    sora.open(BOARD)
    sora.page.locator("input[name=reason]").fill("Company SRE runs it today.")
    sora.press("delegation_propose", exact=True)
    aoi.open(BOARD)
    aoi.press("sign_chosen")
    aoi.open(MATTER)
    aoi.sees(aoi.w("delegation.needs_1"))
    expect(aoi.page.locator("summary .gate").first).to_be_visible()


def _agree(aoi: Desk, ren: Desk, sora: Desk) -> None:
    """Both sign Agree; an alert-rule decision then needs both."""
    sora.propose(4)
    aoi.sign()
    ren.decision("Does the queue page?")
    ren.sees(ren.w("delegation.needs_4"))
    ren.readable()
    ren.press("decision_open", exact=True)
    address = ren.page.url
    ren.lacks("decision_approve")
    sora.open(address)
    sora.press("decision_approve")
    sora.lacks("decision_approve")
    aoi.open(address)
    aoi.sees("Sora")
    aoi.readable()
    aoi.press("decision_approve")
    aoi.sees(aoi.w("decision_state_settled"))


def _inquire(aoi: Desk, ren: Desk, sora: Desk) -> None:
    """At Inquire the team decides alone, and company SRE asks why afterwards."""
    aoi.propose(6)
    sora.sign()
    aoi.decision("Is the queue alert deleted?")
    aoi.press("decision_at_once")
    address = aoi.page.url
    aoi.sees(aoi.w("decision_state_decided"))
    sora.open("/delegation/decisions")
    sora.readable()
    sora.page.get_by_role("link", name="Is the queue alert deleted?").click()
    sora.page.get_by_label(sora.w("decision_words_why")).fill("What if it stops?")
    sora.press("decision_do_why", exact=False)
    ren.open("/delegation/decisions?waits=1")
    ren.page.get_by_role("link", name="Is the queue alert deleted?").click()
    ren.page.get_by_label(ren.w("decision_words_answer")).fill("The orders page.")
    ren.press("decision_do_answer")
    sora.open(address)
    sora.sees("The orders page.")


def _step_back(ren: Desk, sora: Desk) -> None:
    """A step back is proposed, the team objects with its reason, and it is withdrawn; the level stays."""
    sora.propose(5)
    ren.open(MATTER)
    ren.said("delegation_object", "One bad week is no pattern.")
    sora.open(MATTER)
    sora.sees("One bad week is no pattern.")
    sora.said("withdraw", "The team is right.")
    sora.sees(sora.w("delegation.needs_6"))
    sora.page.locator("details summary", has_text=sora.w("delegation_ended", n=1)).click()
    sora.sees("One bad week is no pattern.")
