"""Ren types a few letters, in either language, and gets where he wants; a team and an activity say who decides there."""

import re

import pytest
from django.test import Client

from yudane.faces.web.conftest import See
from yudane.faces.web.find.match import asked_about, found, words_of
from yudane.faces.web.find.things import Thing
from yudane.program.load import shipped


def titles(html: str) -> list[str]:
    return re.findall(r"<h2>([^<]+)</h2>", html)


def links(html: str) -> list[str]:
    return re.findall(r'<li><a href="([^"]+)"', html)


def test_what_is_called_exactly_so_opens(web: Client) -> None:
    for asked, leads in {
        "checkout": "/services/checkout",
        "ＣＡＲＴ": "/services/cart",
        "mei-team": "/catalog/teams/mei-team",
        "監視": "/activities/monitoring",
        "slo.measured": "/reference/slo/measured",
    }.items():
        response = web.get("/find", {"q": asked})
        assert (response.status_code, response.headers.get("Location")) == (302, leads), asked


def test_a_few_letters_show_everything_that_begins_so_first(see: See) -> None:
    html = see("/find/here?q=mon")
    assert "Activities" in titles(html)
    assert "/activities/monitoring" in links(html)
    assert links(see("/find/here?q=post"))[0] == "/activities/postmortem"
    assert links(see("/find/here?q=ﾒｰﾙ")) == ["/services/mail"]


def test_nothing_is_said_plainly_and_an_empty_question_asks_nothing(see: See) -> None:
    assert "Nothing was found." in see("/find?q=zzz")
    assert see("/find/here?q=").strip() == ""
    assert "&lt;b&gt;" in see("/find?q=%3Cb%3E")
    assert "A few letters" in see("/find")


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["aoi monitoring", "monitor aoi-team", "aoi 監視"])
def test_a_team_and_an_activity_say_who_decides(see: See, asked: str) -> None:
    html = see(f"/find/here?q={asked}")
    assert titles(html)[0] == "Who decides"
    assert links(html)[0] == "/delegation/matter?team=aoi-team&amp;activity=monitoring"
    assert "4 Agree" in html


@pytest.mark.django_db
def test_an_area_of_an_activity_and_a_service_may_be_asked_about_too(see: See) -> None:
    assert "/delegation/matter?team=aoi-team&amp;activity=monitoring&amp;service=checkout" in links(
        see("/find/here?q=checkout monitoring")
    )
    assert any("area=alert-rules" in link for link in links(see("/find/here?q=aoi monitoring alert")))


def test_order_of_words_never_matters() -> None:
    program = shipped()
    every = (
        Thing("team", "aoi-team", "Aoi's team", "", "/a", ("aoi's team", "aoi-team"), "aoi-team"),
        Thing("service", "aoi-logs", "Aoi logs", "", "/b", ("aoi logs", "aoi-logs"), "aoi-team"),
    )
    for asked in ("aoi logs", "logs aoi"):
        (first, *_) = asked_about(every, program.activities, words_of(asked))
        assert (first.owner.key, first.activity.key) == ("aoi-team", "logs")
        assert [one.key for one in found(every, words_of(asked), "service")] == ["aoi-logs"]
