"""Aoi, Ren and Sora play poker on the page, and nobody sees a card too early."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from yudane.faces.clock import now_utc
from yudane.faces.web.testing_records import client_of, local_client
from yudane.records.delegation.models import Agreement, Proposal
from yudane.records.people.models import Person
from yudane.records.people.verbs import add_member, make_token
from yudane.records.poker.models import Session
from yudane.records.testing import AS_OPERATOR, account
from yudane.workspace import Workspace

MATTER = "/delegation/matter?team=aoi-team&activity=monitoring"
WHY = "The team reads <b>its</b> alerts itself."


@pytest.fixture(autouse=True)
def served(cast_home: Workspace, serve_home: Callable[[Path], None]) -> None:
    serve_home(cast_home.root)


@pytest.fixture
def ren(people: dict[str, Person]) -> Client:
    add_member(AS_OPERATOR, people["Ren"].pk, "aoi-team")
    return client_of(account(people["Ren"]))


@pytest.fixture
def place(aoi: Client) -> str:
    """Where a session that Aoi opened is."""
    said = {"team": "aoi-team", "matter": "monitoring", "service": ""}
    place = aoi.post("/delegation/poker/open", said).headers["location"]
    assert aoi.post(f"{place}/join", {"side": "dev"}).status_code == 303
    return str(place)


def see(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    return str(response.content.decode())


def shown(html: str) -> list[str]:
    """The cards that lie open."""
    return re.findall(r'<b class="face">(\d)</b>', html)


def play(place: str, cards: dict[Client, int], number: int = 1) -> None:
    for client, card in cards.items():
        assert client.post(f"{place}/vote", {"round": str(number), "card": str(card)}).status_code == 303


def test_a_session_from_the_matter_to_the_agreement_on_the_board(aoi: Client, sora: Client, place: str) -> None:
    assert place in see(sora, MATTER)
    assert "Still missing: Company SRE" in see(aoi, place)
    assert sora.post(f"{place}/join", {"side": "sre"}).status_code == 303
    assert aoi.post(f"{place}/begin", {"minutes": "3"}).status_code == 303
    assert 'name="card"' in see(aoi, place)
    play(place, {aoi: 5})
    waiting = see(sora, place)
    assert "1 of 2 have chosen." in waiting
    assert shown(waiting) == []
    assert 'aria-pressed="true"' not in waiting
    assert '<button name="card" value="5" aria-pressed="true">' in see(aoi, place)
    play(place, {sora: 2})
    html = see(aoi, place)
    assert shown(html) == ["2", "5"]
    assert "three or more apart" in html
    assert aoi.post(f"{place}/explain", {"text": WHY}).status_code == 303
    assert "The team reads &lt;b&gt;its&lt;/b&gt; alerts itself." in see(sora, place)
    assert sora.post(f"{place}/ask").status_code == 303
    assert "Asked for by Sora" in see(aoi, place)
    assert aoi.post(f"{place}/begin", {"minutes": "1"}).status_code == 303
    play(place, {aoi: 3, sora: 3}, 2)
    assert shown(see(sora, place)) == ["3", "3", "2", "5"]  # and the round before
    assert aoi.post(f"{place}/confirm", {"level": "3", "reason": WHY}).status_code == 303
    assert "Confirm 3 Consult and sign" in see(sora, place)
    assert "Confirm 3 Consult and sign" not in see(aoi, place)
    assert sora.post(f"{place}/sign", {"proposal": Proposal.objects.get().pk}).status_code == 303
    assert Agreement.objects.get().level == 3
    assert "Both sides confirmed 3 Consult." in see(aoi, place)
    assert "3 Consult" in see(aoi, "/delegation?team=aoi-team")
    assert "3 Consult" in see(aoi, "/delegation/poker?team=aoi-team")


def test_what_changed_is_told_once_and_no_card_before_its_time(aoi: Client, sora: Client, place: str) -> None:
    sora.post(f"{place}/join", {"side": "sre"})
    aoi.post(f"{place}/begin", {"minutes": "3"})

    def seen(client: Client) -> str:
        return str(re.findall(r'data-seen="(\w+)"', see(client, f"{place}/now"))[0])

    before = seen(sora)
    assert sora.get(f"{place}/now?seen={before}").status_code == 204
    play(place, {aoi: 7})
    changed = see(sora, f"{place}/now?seen={before}")
    assert "1 of 2 have chosen." in changed
    assert shown(changed) == []
    after = seen(sora)
    play(place, {aoi: 1})
    assert seen(sora) == after, "which card it is changes nothing that others see"


def test_who_reads_without_a_seat_sees_no_card_either(
    aoi: Client, sora: Client, mei: Client, people: dict[str, Person], place: str
) -> None:
    sora.post(f"{place}/join", {"side": "sre"})
    aoi.post(f"{place}/begin", {"minutes": "3"})
    play(place, {aoi: 7})
    token = Client(headers={"authorization": f"Bearer {make_token(AS_OPERATOR, 'ci', ['read'])[1]}"})
    for client in (mei, token):
        for address in (place, f"{place}/now"):
            html = see(client, address)
            assert (shown(html), 'name="card"' in html, "/join" in html) == ([], False, False)


def test_when_the_time_is_up_the_next_look_shows_the_cards(aoi: Client, sora: Client, place: str) -> None:
    sora.post(f"{place}/join", {"side": "sre"})
    aoi.post(f"{place}/begin", {"minutes": "3"})
    play(place, {aoi: 4})
    Session.objects.update(ends_at=now_utc() - timedelta(seconds=1))
    assert "Nobody of company SRE chose a card in time" in see(aoi, place)
    assert aoi.post(f"{place}/close").status_code == 303
    assert place not in see(aoi, MATTER)


def test_a_lead_confirms_and_a_member_reads(aoi: Client, ren: Client, sora: Client, place: str) -> None:
    sora.post(f"{place}/join", {"side": "sre"})
    ren.post(f"{place}/join", {"side": "dev"})
    aoi.post(f"{place}/begin", {"minutes": "3"})
    play(place, {aoi: 4, sora: 4, ren: 4})
    assert f"{place}/confirm" in see(aoi, place)
    assert f"{place}/confirm" not in see(ren, place)
    response = aoi.post(f"{place}/confirm", {"level": "9", "reason": "Kept as typed."})
    assert response.status_code == 422
    assert "Kept as typed." in response.content.decode()


def test_another_takes_over_facilitating(aoi: Client, sora: Client, place: str) -> None:
    assert sora.post(f"{place}/begin", {"minutes": "3"}).status_code == 422
    assert f"{place}/lead" in see(sora, place)
    assert sora.post(f"{place}/lead").status_code == 303
    assert "Sora facilitates" in see(aoi, place)
    assert aoi.post(f"{place}/close").status_code == 422
    assert sora.post(f"{place}/close").status_code == 303
    assert "Closed without a result." in see(aoi, place)


def test_the_list_opens_one_for_whoever_may(aoi: Client, mei: Client, place: str) -> None:
    address = "/delegation/poker?team=aoi-team"
    assert "/delegation/poker/open" in see(aoi, address)
    assert "/delegation/poker/open" not in see(mei, address)
    assert place in see(mei, "/delegation/poker")
    again = aoi.post("/delegation/poker/open", {"team": "aoi-team", "matter": "monitoring"})
    assert (again.status_code, "running already" in again.content.decode()) == (422, True)
    said = {"team": "aoi-team", "matter": "monitoring/alert-rules", "service": "shop"}
    assert aoi.post("/delegation/poker/open", said).status_code == 303
    assert len(re.findall(r'class="button" href="/delegation/poker/', see(aoi, address))) == 2
    assert aoi.get("/delegation/poker?team=nothing").status_code == 404
    assert aoi.get("/delegation/poker/nothing").status_code == 404


def test_before_there_are_accounts_nobody_plays() -> None:
    here = local_client()
    assert "/delegation/poker/open" not in see(here, "/delegation/poker?team=aoi-team")
    assert here.post("/delegation/poker/open", {"team": "aoi-team", "matter": "monitoring"}).status_code == 422


def test_it_is_played_in_japanese(aoi: Client, place: str) -> None:
    html = see(aoi, f"{place}?lang=ja")
    assert "デリゲーションポーカー" in html
    assert "まだ参加していない立場: 全社SRE" in html
