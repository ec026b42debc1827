"""Aoi's team and company SRE agree on the pages who decides, and everybody sees it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client

from yudane.assessment.explanation.readiness import Readiness, readiness_by_activity
from yudane.assessment.rows import GateRow
from yudane.faces.clock import now_utc
from yudane.faces.web.delegation import view
from yudane.faces.web.testing_records import client_of, local_client
from yudane.program.load import shipped
from yudane.records.delegation.models import Agreement, Proposal
from yudane.records.people.models import Person
from yudane.records.people.verbs import add_member
from yudane.records.testing import AS_OPERATOR, account
from yudane.workspace import Workspace

BOARD = "/delegation?team=aoi-team"
MATTER = "/delegation/matter?team=aoi-team&activity=monitoring"
ABOUT = {"team": "aoi-team", "activity": "monitoring"}
SAID = {**ABOUT, "level": "2", "reason": "The team reads <b>its</b> alerts itself."}


@pytest.fixture(autouse=True)
def served(cast_home: Workspace, serve_home: Callable[[Path], None]) -> None:
    serve_home(cast_home.root)


def see(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def propose(client: Client, **more: str) -> int:
    return client.post("/delegation/propose", {**SAID, **more}).status_code


def sign(client: Client) -> int:
    ids = [one.pk for one in Proposal.objects.filter(state="proposed")]
    return client.post("/delegation/sign", {**ABOUT, "ids": ids}).status_code


def test_two_of_company_sre_are_not_offered_to_sign_for_both(
    aoi: Client, sora: Client, people: dict[str, Person]
) -> None:
    add_member(AS_OPERATOR, people["Aoi"].pk, "sora-team", since=date(2026, 1, 1))
    assert propose(sora) == 303
    html = see(aoi, MATTER)
    assert 'name="ids"' not in html
    assert "/decline" in html
    assert sign(aoi) == 422


def test_what_sora_proposes_and_aoi_signs_stands_on_the_board(aoi: Client, sora: Client) -> None:
    assert "Not agreed yet" in see(sora, BOARD)
    assert propose(sora) == 303
    waits = see(aoi, BOARD)
    assert "proposal waits" in waits
    assert "The team reads &lt;b&gt;its&lt;/b&gt; alerts itself." in waits
    assert 'name="ids"' in waits
    assert 'name="ids"' not in see(sora, BOARD)  # it waits for the other side
    assert sign(aoi) == 303
    board = see(sora, BOARD)
    assert "2 Sell" in board
    assert "proposal waits" not in board
    matter = see(sora, MATTER)
    assert "Sora, Aoi" in matter
    assert "Company SRE decides and gives its reasons" in matter


def test_the_organization_sees_how_many_teams_stand_at_each_level(aoi: Client, sora: Client) -> None:
    propose(sora)
    before = see(sora, "/delegation")
    assert "Proposals that wait" in before
    sign(aoi)
    html = see(sora, "/delegation")
    assert '<td class="spot"><b>1</b></td>' in html
    assert "Boards of the teams" in html


def test_the_first_agreement_is_made_for_all_activities_at_once(aoi: Client, sora: Client) -> None:
    assert "How it is today" in see(sora, BOARD)
    assert "How it is today" not in see(aoi, BOARD)
    said = {"team": "aoi-team", "reason": "Company SRE runs these services."}
    assert sora.post("/delegation/first", said).status_code == 303
    assert sign(aoi) == 303
    assert Agreement.objects.count() == 10
    assert "How it is today" not in see(sora, BOARD)


def test_what_is_declined_or_taken_back_is_told_with_its_reason(aoi: Client, sora: Client) -> None:
    propose(sora)
    one = Proposal.objects.get()
    said = {"team": "aoi-team", "why": "Not before the new year.", "seen": "1"}
    assert sora.post(f"/delegation/proposals/{one.pk}/decline", said).status_code == 422
    assert aoi.post(f"/delegation/proposals/{one.pk}/withdraw", said).status_code == 422
    assert aoi.post(f"/delegation/proposals/{one.pk}/decline", said).status_code == 303
    assert "Not before the new year." in see(sora, MATTER)
    propose(sora)
    (open_one,) = Proposal.objects.filter(state="proposed")
    assert sora.post(f"/delegation/proposals/{open_one.pk}/withdraw", said).status_code == 303


def test_what_is_typed_wrong_comes_back_with_all_that_was_typed(sora: Client) -> None:
    response = sora.post("/delegation/propose", {**SAID, "until": "2020-01-01", "exit_conditions": "No page missed."})
    html = response.content.decode()
    assert response.status_code == 422
    assert "The end has to lie after the beginning" in html
    assert "The team reads &lt;b&gt;its&lt;/b&gt; alerts itself." in html
    assert 'value="No page missed."' in html
    assert 'name="level" value="2" checked' in html


def test_mei_and_whoever_sits_at_a_machine_without_accounts_decide_nothing_here(mei: Client, sora: Client) -> None:
    propose(sora)
    assert sign(mei) == 403
    assert propose(mei, area="tools") == 403
    assert 'name="ids"' not in see(mei, BOARD)


def test_before_there_are_accounts_the_board_can_be_looked_at() -> None:
    here = local_client()
    assert "Not agreed yet" in see(here, BOARD)
    assert propose(here) == 403


def test_a_day_in_the_past_is_shown_as_it_was(aoi: Client, sora: Client) -> None:
    propose(sora)
    sign(aoi)
    day = now_utc().date() - timedelta(days=3)
    assert "2 Sell" not in see(sora, f"{BOARD}&at={day}")
    assert "Propose a change" not in see(sora, f"{MATTER}&at={day}")
    assert sora.get(f"{BOARD}&at=yesterday").status_code == 400


def test_an_agreement_for_one_service_or_one_area_stands_below_its_activity(aoi: Client, sora: Client) -> None:
    propose(sora)
    sign(aoi)
    propose(sora, area="alert-rules", level="3")
    sign(aoi)
    assert "Adding, changing and deleting alerts" in see(sora, BOARD)
    assert "3 Consult" in see(sora, f"{MATTER}&area=alert-rules")
    assert "2 Sell" in see(sora, MATTER)


@pytest.mark.parametrize("address", ["/delegation?team=nobody", f"{MATTER}&area=nothing", f"{MATTER}&service=nothing"])
def test_what_is_not_there_is_not_there(sora: Client, address: str) -> None:
    assert sora.get(address).status_code == 404


def test_it_is_said_in_japanese_too(sora: Client) -> None:
    sora.cookies["yudane_lang"] = "ja"
    assert "デリゲーションボード" in see(sora, BOARD)
    assert "未合意" in see(sora, BOARD)


def test_the_reasons_of_a_level_say_who_decides_there(aoi: Client, sora: Client) -> None:
    assert "4 Agree · the team and company SRE together" in see(sora, "/services/shop/monitoring")
    propose(sora)
    sign(aoi)
    html = see(sora, "/services/shop/monitoring")
    assert "2 Sell · company SRE" in html
    assert "/delegation/matter?team=aoi-team&amp;activity=monitoring&amp;service=shop" in html


def test_whoever_may_not_sign_is_offered_no_button(people: dict[str, Person], aoi: Client, sora: Client) -> None:
    propose(sora)
    ren = client_of(account(people["Ren"]))
    assert 'name="ids"' in see(aoi, BOARD)
    assert 'name="ids"' not in see(ren, BOARD)  # the team has a lead
    assert "Propose a change" not in see(ren, f"{MATTER}&area=tools")
    assert "Propose a change" in see(aoi, f"{MATTER}&area=tools")


def test_what_the_evidence_says_stands_beside_the_level_and_with_its_conditions(aoi: Client, sora: Client) -> None:
    assert "The evidence carries up to" in see(sora, BOARD)
    propose(sora)
    sign(aoi)
    board = see(sora, BOARD)
    assert "3 Consult" in board
    assert "ahead of evidence" in board  # nobody is in charge of it, which the second level asks
    matter = see(sora, MATTER)
    assert "What the evidence says" in matter
    assert "Core criteria met" in matter
    assert "Person in charge" in matter
    assert "A step to 7 Delegate" in matter or "for 7 Delegate" in matter


def test_the_program_says_nothing_of_what_it_does_not_hand_over(sora: Client) -> None:
    assert "What the evidence says" not in see(sora, "/delegation/matter?team=aoi-team&activity=logs")


def test_a_day_before_anything_was_assessed_tells_nothing_of_readiness(sora: Client) -> None:
    assert "The evidence carries" not in see(sora, f"{BOARD}&at=2020-01-01")


def _asks_again(*_: object) -> dict[str, Readiness]:
    row = GateRow(
        service_id="shop", name="Shop", tier=2, activity="monitoring", check_id="step-back.below-gate", to_level=None,
        asked_level=None, at_least=None, outcome="unmet", cause=None, detail=None, looked_until=None, sources=None,
        measured='{"delegation": 5, "level": 2, "published_level": 1, "below_days": 31}', overrides=None,
    )  # fmt: skip
    held = row | {"check_id": "readiness.level-held", "to_level": 5, "outcome": "met"}
    return readiness_by_activity(shipped(), [row, held])


def test_what_asks_to_look_again_offers_a_step_back_that_moves_nothing_by_itself(
    aoi: Client, sora: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "readiness_of", _asks_again)
    for level in ("1", "5"):
        propose(sora, level=level)
        sign(aoi)
        assert ("look again" in see(sora, BOARD)) == (level == "5")  # not below Agree
    html = see(sora, MATTER)
    assert "and it has been below for 31 days" in html
    form = html.split("Propose a step back to 4 Agree")[0].rsplit("<form", 1)[1]
    said = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', form))
    assert sora.post("/delegation/propose", said).status_code == 303
    one = Proposal.objects.get(state="proposed")
    assert (one.level, one.trigger) == (4, "step_back")
    assert one.until is not None
    assert "Bring the activity back" in one.exit_conditions
    assert "5 Advise" in see(sora, BOARD)


def test_an_activity_leads_to_the_teams_at_each_level(aoi: Client, sora: Client) -> None:
    propose(sora)
    sign(aoi)
    assert 'href="/delegation?activity=monitoring#y-picked"' in see(sora, "/delegation")
    picked = see(sora, "/delegation?activity=monitoring").split('id="y-picked"')[1]
    assert re.search(r"2 Sell <span class=\"tag\">1</span></dt><dd><a href=\"/delegation/matter\?team=aoi-team", picked)
    assert "Not agreed yet" in picked


def test_a_board_is_drawn_large_for_a_meeting(sora: Client) -> None:
    for page in ("/delegation", BOARD):
        assert "In large type, for a meeting" in see(sora, page)
        assert "As usual" in see(sora, page + ("&" if "?" in page else "?") + "meeting=1")
