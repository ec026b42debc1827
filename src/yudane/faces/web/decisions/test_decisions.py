"""Aoi's team and company SRE decide on the pages; everybody sees who did what, and only who may finds a button."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from yudane.faces.web.testing_records import client_of
from yudane.records.decisions.models import Decision, Part
from yudane.records.delegation.models import Proposal
from yudane.records.people.models import Person
from yudane.records.people.verbs import add_member
from yudane.records.testing import AS_OPERATOR, TODAY, account
from yudane.workspace import Workspace

REGISTER = "/delegation/decisions"
ABOUT = {"team": "aoi-team", "activity": "monitoring"}
SAID = {
    **ABOUT,
    "area": "alert-rules",
    "question": "Who is <b>woken</b>?",
    "text": "Nobody.",
    "reasons": "It clears itself.",
}


@pytest.fixture(autouse=True)
def served(cast_home: Workspace, serve_home: Callable[[Path], None]) -> None:
    serve_home(cast_home.root)


@pytest.fixture
def ren(people: dict[str, Person]) -> Client:
    """One of Aoi's team who does not lead it."""
    add_member(AS_OPERATOR, people["Ren"].pk, "aoi-team", since=TODAY)
    return client_of(account(people["Ren"]))


def see(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def agree(sora: Client, aoi: Client, level: int) -> None:
    assert sora.post("/delegation/propose", {**ABOUT, "level": level, "reason": "So."}).status_code == 303
    ids = [one.pk for one in Proposal.objects.filter(state="proposed")]
    assert aoi.post("/delegation/sign", {**ABOUT, "ids": ids}).status_code == 303


def opened(client: Client, **more: str) -> str:
    response = client.post(f"{REGISTER}/open", {**SAID, **more})
    assert response.status_code == 303, response.content.decode()
    return response["Location"]


def part() -> Part:
    return Part.objects.latest("id")


def says(client: Client, kind: str, **more: str) -> int:
    return client.post(f"/delegation/parts/{part().pk}/say", {"kind": kind, **more}).status_code


def test_what_a_level_asks_is_said_before_anything_is_written(aoi: Client, sora: Client) -> None:
    new = f"{REGISTER}/new?team=aoi-team&activity=monitoring"
    assert "The decision" not in see(aoi, new)
    asked = see(aoi, f"{new}&area=alert-rules")
    assert "4 Agree" in asked  # nobody agreed yet: case by case
    assert "nobody decides alone" in asked
    assert "Open and decide at once" not in asked
    agree(sora, aoi, 6)
    assert "Open and decide at once" in see(aoi, f"{new}&area=alert-rules")
    asks = see(sora, f"{new}&area=alert-rules")
    assert "Your side asks for it" in asks
    assert "Ask for it" in asks


def test_at_agree_both_approve_on_the_page(aoi: Client, sora: Client, ren: Client) -> None:
    page = opened(ren)
    assert "Who is &lt;b&gt;woken&lt;/b&gt;?" in see(ren, page)
    assert "Approve these words" not in see(ren, page)  # for the team its lead does
    assert "Approve these words" in see(aoi, page)
    seen = str(Decision.objects.get().version)
    assert aoi.post(f"/delegation/parts/{part().pk}/approve", {"seen": seen}).status_code == 303
    assert "Approved as it is worded now: Aoi" in see(sora, page)
    reworded = {"question": "Who is woken?", "text": "Somebody.", "reasons": "", "seen": seen}
    assert sora.post(f"{page}/reword", reworded).status_code == 303
    assert "Approved as it is worded now" not in see(sora, page)
    assert aoi.post(f"/delegation/parts/{part().pk}/approve", {"seen": seen}).status_code == 409
    for client in (aoi, sora):
        client.post(f"/delegation/parts/{part().pk}/approve", {"seen": Decision.objects.get().version})
    done = see(ren, page)
    assert "decided and done" in done
    assert "Approve these words" not in done
    assert "Word it anew" not in done


def test_at_inquire_the_team_decides_alone_and_company_sre_asks_why(aoi: Client, sora: Client, ren: Client) -> None:
    agree(sora, aoi, 6)
    page = opened(aoi, decide="1")
    assert part().state == "decided"
    assert "Ask the team why" in see(sora, page)
    assert "Ask the team why" not in see(aoi, page)
    assert says(sora, "why", text="And if it does not clear?") == 303
    assert "What waits for your side" in see(ren, REGISTER)
    assert page in see(ren, f"{REGISTER}?waits=1")
    assert page not in see(sora, f"{REGISTER}?waits=1")
    assert says(sora, "answer", text="Me.") == 422
    assert says(ren, "answer", text="Then the next one wakes us.") == 303
    assert "Then the next one wakes us." in see(sora, page)
    assert client_status(sora, page, decide="x") == 422


def client_status(client: Client, page: str, **more: str) -> int:
    return client.post(f"{page}/decide", {"part": part().pk, **more}).status_code


def test_at_tell_company_sre_decides_for_several_teams_at_once(aoi: Client, sora: Client, web: Client) -> None:
    agree(sora, aoi, 1)
    page = opened(sora)
    assert client_status(aoi, page) == 422
    assert client_status(sora, page, text="Somebody.") == 303
    assert "Somebody." in see(aoi, page)
    assert says(aoi, "acknowledged") == 303
    assert part().state == "settled"


def test_the_side_that_may_not_open_asks_for_it(aoi: Client, sora: Client) -> None:
    agree(sora, aoi, 6)
    page = opened(sora, text="")
    assert "asked for" in see(aoi, page)
    declines = {"why": "Not now."}
    assert sora.post(f"/delegation/parts/{part().pk}/answer", declines).status_code == 422
    assert aoi.post(f"/delegation/parts/{part().pk}/answer", declines).status_code == 303
    assert "Not now." in see(sora, page)


def test_the_register_is_searched_filtered_measured_and_exported(aoi: Client, sora: Client) -> None:
    assert "No decision yet" in see(aoi, REGISTER)
    agree(sora, aoi, 7)
    page = opened(aoi, decide="1", text="=2+2")
    assert page in see(
        aoi, f"{REGISTER}?text=woken&team=aoi-team&activity=monitoring&level=7&state=settled&area=alert-rules"
    )
    for other in ("text=lunch", "team=mei-team", "level=1", "state=open", "activity=slo"):
        assert "No decision fits" in see(aoi, f"{REGISTER}?{other}")
    assert page in see(aoi, f"{REGISTER}?level=%C2%B2&page=%C2%B2")
    for by in ("level", "team", "activity", "nothing"):
        assert "100%" in see(aoi, f"{REGISTER}?by={by}")
    rows = list(csv.DictReader(io.StringIO(see(aoi, f"{REGISTER}.csv?team=aoi-team"))))
    assert [(row["activity_key"], row["level"], row["text"], row["decided_side"]) for row in rows] == [
        ("monitoring", "7", "'=2+2", "team")]  # fmt: skip


def test_one_decision_is_given_as_markdown(aoi: Client, sora: Client) -> None:
    agree(sora, aoi, 7)
    page = opened(
        aoi, decide="1", link_kind="document", link_ref="Night [runbook]", link_url="https://wiki.example.com/n"
    )
    said = see(sora, f"{page}/markdown")
    assert said.startswith("# Who is \\<b\\>woken\\</b\\>?")
    assert "## Decision\n\nNobody." in said
    assert "document: Night \\[runbook\\] <https://wiki.example.com/n>" in said
    assert "Night [runbook]" in see(sora, page)


def test_a_why_page_leads_to_a_decision_about_it(aoi: Client) -> None:
    why = see(aoi, "/services/shop/monitoring")
    assert (
        "/delegation/decisions/new?team=aoi-team&amp;activity=monitoring&amp;service=shop&amp;link_kind=criterion"
        in why
    )
    new = see(aoi, f"{REGISTER}/new?{ABOUT_LINK}&area=tools")
    assert 'value="shop monitoring"' in new
    page = opened(aoi, service="shop", link_kind="criterion", link_ref="shop monitoring.alerts-exist")
    assert 'href="/services/shop/monitoring#alerts-exist"' in see(aoi, page)


ABOUT_LINK = "team=aoi-team&activity=monitoring&service=shop&link_kind=criterion&link_ref=shop+monitoring"


def test_company_sre_steps_in_and_the_team_confirms(aoi: Client, sora: Client) -> None:
    agree(sora, aoi, 6)
    form = f"{REGISTER}/new?team=aoi-team&activity=monitoring&area=alert-rules&service=shop"
    assert "Emergency" in see(sora, form)
    assert "Emergency" not in see(aoi, form)
    response = sora.post(f"{REGISTER}/step-in", {**SAID, "service": "shop", "incident": "INC-9"})
    assert response.status_code == 303
    page = response["Location"]
    assert "Company SRE stepped in during incident INC-9" in see(aoi, page)
    assert "Confirm the incident" not in see(sora, page)
    assert "Confirm the incident" in see(aoi, page)
    assert aoi.post(f"/delegation/parts/{part().pk}/incident").status_code == 303
    assert "INC-9" in see(aoi, "/delegation/matter?team=aoi-team&activity=monitoring")
    assert client_status(sora, page) == 422
    assert client_status(aoi, page) == 303
    assert part().decided_side == "team"


def test_whoever_is_named_accepts_on_the_page_of_the_matter(
    aoi: Client, sora: Client, people: dict[str, Person]
) -> None:
    kei = client_of(account(people["Kei"]))
    said = {**ABOUT, "level": 4, "reason": "So.", "owner": people["Kei"].pk}
    assert sora.post("/delegation/propose", said).status_code == 303
    aoi.post("/delegation/sign", {**ABOUT, "ids": [one.pk for one in Proposal.objects.filter(state="proposed")]})
    matter = "/delegation/matter?team=aoi-team&activity=monitoring"
    assert "has not accepted yet" in see(aoi, matter)
    assert "Accept to decide then" not in see(aoi, matter)
    found = see(kei, matter)
    address = found.split('action="/delegation/agreements/')[1].split('"')[0]
    assert aoi.post(f"/delegation/agreements/{address}", ABOUT).status_code == 403
    assert kei.post(f"/delegation/agreements/{address}", ABOUT).status_code == 303
    assert "has not accepted yet" not in see(aoi, matter)


def test_who_has_no_say_in_every_open_part_is_not_offered_other_words(aoi: Client, mei: Client, sora: Client) -> None:
    agree(sora, aoi, 5)
    page = sora.post(f"{REGISTER}/open", {**SAID, "team": ["aoi-team", "mei-team"]})["Location"]
    assert "Word it anew" in see(sora, page)  # at Agree with Mei's team; Aoi's is asked for
    aoi.post(f"/delegation/parts/{Part.objects.get(team_id='aoi-team').pk}/answer", {"open": "1"})
    assert "Word it anew" not in see(sora, page)
    assert "Word it anew" not in see(mei, page)
    sora.post(f"/delegation/parts/{Part.objects.get(team_id='aoi-team').pk}/withdraw", {"why": "So."})
    assert "Word it anew" in see(mei, page)
    said = {"question": "Who?", "text": "Nobody.", "reasons": ""}
    assert mei.post(f"{page}/reword", said).status_code == 303


def test_a_side_moves_an_open_decision_once(aoi: Client, sora: Client) -> None:
    page = opened(aoi)
    agree(sora, aoi, 6)
    assert "the level of today" in see(sora, page)
    assert sora.post(f"/delegation/parts/{part().pk}/relevel").status_code == 303
    assert "the level of today" not in see(sora, page)
    assert sora.post(f"/delegation/parts/{part().pk}/relevel").status_code == 422
    assert "the level of today" in see(aoi, page)


def test_what_is_asked_for_shows_the_level_of_today(aoi: Client, sora: Client) -> None:
    agree(sora, aoi, 6)
    page = opened(sora)
    assert "Open it" in see(aoi, page)
    agree(sora, aoi, 2)
    html = see(aoi, page)
    assert "2 Sell" in html
    assert "Open it" not in html
    assert "Decline" in html
    assert aoi.post(f"/delegation/parts/{part().pk}/answer", {"open": "1"}).status_code == 422
    assert aoi.post(f"/delegation/parts/{part().pk}/answer", {"why": "It is yours."}).status_code == 303


def test_one_form_is_for_teams_toward_which_one_is_of_the_same_side(aoi: Client, sora: Client) -> None:
    new = f"{REGISTER}/new?team=aoi-team&team=mei-team&activity=monitoring&area=tools"
    assert '<textarea id="y-question"' in see(sora, new)
    assert '<textarea id="y-question"' not in see(aoi, new)


def test_deciding_at_once_is_offered_to_whom_it_is_given(aoi: Client, sora: Client, ren: Client) -> None:
    agree(sora, aoi, 7)
    new = f"{REGISTER}/new?team=aoi-team&activity=monitoring&area=tools"
    assert "Open and decide at once" in see(aoi, new)
    assert "Open and decide at once" not in see(ren, new)


def test_parts_of_another_decision_are_not_decided_here(aoi: Client, sora: Client) -> None:
    agree(sora, aoi, 7)
    page = opened(aoi)
    opened(aoi, question="Another?")
    assert client_status(aoi, page) == 422
    assert part().state == "open"


def test_the_first_words_are_given_by_whoever_decides_first(aoi: Client, sora: Client) -> None:
    """Two parts of which each side decides one, without words: neither may word it for the other, so nobody could decide."""
    agree(sora, aoi, 3)
    sora.post("/delegation/propose", {**ABOUT, "service": "shop", "level": 6, "reason": "So."})
    aoi.post("/delegation/sign", {**ABOUT, "ids": [one.pk for one in Proposal.objects.filter(state="proposed")]})
    page = opened(sora, text="")
    apart = Part.objects.get(service_id="shop")
    assert aoi.post(f"/delegation/parts/{apart.pk}/answer", {"open": "1"}).status_code == 303
    assert "Word it anew" not in see(aoi, page)
    assert aoi.post(f"{page}/decide", {"part": apart.pk, "text": "That."}).status_code == 303
    assert "That." in see(sora, page)


def test_a_decision_there_is_not_is_not_found(aoi: Client) -> None:
    assert aoi.get(f"{REGISTER}/nothing").status_code == 404
    assert aoi.post("/delegation/parts/nothing/approve").status_code in (403, 404)
