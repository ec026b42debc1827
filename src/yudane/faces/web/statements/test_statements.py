"""Both sides state on the pages what no data decide; what is typed wrong comes back with all that was typed."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from yudane.faces.clock import now_utc
from yudane.faces.web.testing_records import client_of, local_client
from yudane.records.people.models import Person
from yudane.records.statements.models import Statement
from yudane.records.testing import account
from yudane.workspace import Workspace

ASKED = {
    "activity": "cost",
    "kind": "joint",
    "outcome-budget": "met",
    "sentence-budget": "The budget hangs <b>here</b>.",
}


@pytest.fixture(autouse=True)
def served(cast_home: Workspace, serve_home: Callable[[Path], None]) -> None:
    serve_home(cast_home.root)


def see(client: Client, address: str = "/statements") -> str:
    return client.get(address).content.decode()


def state(client: Client, *services: str, address: str = "/statements/state", **more: str) -> Any:
    return client.post(address, {**ASKED, "services": [*services], **more})


def test_aoi_states_and_sora_signs_in_one_go(aoi: Client, sora: Client) -> None:
    assert "Nothing stated yet" in see(aoi)
    assert state(aoi, "shop", "cart").status_code == 303
    assert "Waits for the other side" in see(aoi)
    assert "Waits for your signature" in see(sora)
    assert "The budget hangs &lt;b&gt;here&lt;/b&gt;." in see(sora)
    ids = [one.pk for one in Statement.objects.all()]
    assert sora.post("/statements/sign", {"ids": ids}).status_code == 303
    assert Statement.objects.filter(state="standing").count() == 2
    assert "Aoi, Sora" in see(aoi)


def test_aoi_cannot_sign_for_both_nor_mei_for_either(aoi: Client, mei: Client) -> None:
    state(aoi, "shop")
    one = Statement.objects.get()
    assert aoi.post("/statements/sign", {"ids": [one.pk]}).status_code == 422
    assert mei.post("/statements/sign", {"ids": [one.pk]}).status_code == 403
    assert state(mei, "shop").status_code == 403
    assert state(mei, "nothing").status_code == 403
    assert Statement.objects.get().state == "waiting"


def test_what_is_typed_wrong_comes_back_with_all_that_was_typed(aoi: Client) -> None:
    response = state(aoi, "shop", **{"until": "2099-01-01", "url-budget": "https://wiki.example.com/budget"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "at most 180 days" in html
    assert 'value="https://wiki.example.com/budget"' in html
    assert 'value="2099-01-01"' in html
    assert 'name="outcome-budget" value="met" checked' in html
    assert state(aoi).status_code == 422
    assert state(aoi, "shop", **{"outcome-budget": ""}).status_code == 422
    assert not Statement.objects.exists()


def test_declined_taken_back_and_renewed(aoi: Client, sora: Client) -> None:
    state(aoi, "shop")
    first = Statement.objects.get()
    assert sora.post(f"/statements/{first.pk}/decline", {"why": "", "seen": "1"}).status_code == 422
    assert sora.post(f"/statements/{first.pk}/decline", {"why": "It is empty.", "seen": "1"}).status_code == 303
    state(aoi, "shop", until=str(now_utc().date() + timedelta(days=20)))
    second = Statement.objects.get(state="waiting")
    sora.post("/statements/sign", {"ids": [second.pk]})
    assert "ends soon" in see(aoi)
    later = str(now_utc().date() + timedelta(days=150))
    assert sora.post("/statements/renew", {"ids": [second.pk], "until": later}).status_code == 303
    renewed = Statement.objects.get(state="waiting")
    assert (renewed.sentence, str(renewed.until)) == (second.sentence, later)
    assert aoi.post("/statements/sign", {"ids": [renewed.pk]}).status_code == 303
    assert Statement.objects.get(pk=second.pk).state == "replaced"
    assert aoi.post(f"/statements/{renewed.pk}/withdraw", {"why": "It changed."}).status_code == 303
    assert not Statement.objects.filter(state="standing").exists()


def test_two_who_act_in_the_same_moment_are_told(aoi: Client, sora: Client) -> None:
    state(aoi, "shop")
    one = Statement.objects.get()
    assert sora.post(f"/statements/{one.pk}/decline", {"why": "No.", "seen": "7"}).status_code == 409


def test_the_team_attests_and_somebody_of_another_team_verifies(people: dict[str, Person], aoi: Client) -> None:
    asked = {"activity": "incident-response", "kind": "attestation", "outcome-flow": "met", "sentence": "In our wiki."}
    assert aoi.post("/statements/state", {**asked, "services": ["shop"]}).status_code == 303
    one = Statement.objects.get()
    assert aoi.post(f"/statements/{one.pk}/verify").status_code == 422
    kei = client_of(account(people["Kei"]))  # of one team alone
    assert kei.post(f"/statements/{one.pk}/verify").status_code == 303


def test_on_a_machine_without_accounts_one_person_enters_it_for_both() -> None:
    here = local_client()
    assert "Nobody has an account yet" in see(here, "/statements/new?team=aoi-team&activity=cost")
    entered = state(here, "shop", address="/statements/enter", dev="Aoi", sre="Sora")
    assert entered.status_code == 303
    assert "to be confirmed" in see(here)
    assert state(here, "cart", address="/statements/enter", dev="Aoi", sre="aoi").status_code == 422
    assert state(here, "shop").status_code == 403


def test_the_reasons_lead_to_the_form_for_who_may_state_something(aoi: Client, mei: Client) -> None:
    assert '/statements/new?service=shop&amp;activity=cost#budget"' in see(aoi, "/services/shop/cost")
    assert "/statements/new" not in see(mei, "/services/shop/cost").replace('href="/statements"', "")
    form = see(aoi, "/statements/new?service=shop&activity=cost")
    assert 'value="shop" checked' in form
    assert 'value="cart" checked' not in form


@pytest.mark.parametrize("address", ["/statements?team=nobody", "/statements/new?kind=what&team=x&activity=y"])
def test_an_address_that_asks_for_nothing_there_is_shows_what_to_choose(aoi: Client, address: str) -> None:
    assert aoi.get(address).status_code == 200


def test_once_there_are_accounts_both_confirm_what_one_entered(people: dict[str, Person], sora: Client) -> None:
    words = {"kind": "joint", "service_id": "shop", "criterion_id": "cost.budget", "outcome": "met", "sentence": "So."}
    by = {"by_id": "local", "by_name": "Hana", "entered_dev": "Aoi", "entered_sre": "Sora"}
    made = Statement.make(now_utc(), **words, **by, until=date(2099, 1, 1), state="standing", standing_at=now_utc())
    assert f'name="ids" value="{made.pk}" form="y-sign"' in see(sora)


def test_a_meeting_goes_on_with_the_next_team_and_types_nothing_twice(web: Client) -> None:
    browser = local_client()
    agreed = {"dev": "Aoi", "sre": "Sora", "until": (now_utc().date() + timedelta(days=90)).isoformat()}
    done = state(browser, "shop", address="/statements/enter", team="aoi-team", **agreed)
    assert (done.status_code, "like=aoi-team" in done.headers["location"]) == (303, True)
    teams = see(browser, done.headers["location"])
    assert "which team next?" in teams
    assert "just stated" in teams
    form = see(browser, "/statements/new?kind=joint&activity=cost&team=mei-team&like=aoi-team")
    assert 'value="Sora"' in form
    assert agreed["until"] in form
    assert "The budget hangs" not in form  # what one team has, another does not have by that
    assert "The budget hangs" in see(
        browser, "/statements/new?kind=joint&activity=cost&team=mei-team&like=aoi-team&answers=1"
    )


def test_what_is_stated_already_stands_beside_each_question_and_can_be_looked_at_again(web: Client) -> None:
    browser = local_client()
    agreed = {"dev": "Aoi", "sre": "Sora", "team": "aoi-team"}
    state(browser, "shop", address="/statements/enter", **agreed)
    form = see(browser, "/statements/new?kind=joint&activity=cost&team=aoi-team")
    assert "Stated: Met, until" in form
    assert 'name="sentence-budget" maxlength="2000" value=""' in form
    again = see(browser, "/statements/new?kind=joint&activity=cost&team=aoi-team&like=aoi-team&answers=1")
    assert 'name="outcome-budget" value="met" checked' in again
    assert f'name="until" value="{now_utc().date() + timedelta(days=180)}"' in again


def test_what_was_taken_back_is_still_told_with_its_reason(web: Client) -> None:
    browser = local_client()
    state(browser, "shop", address="/statements/enter", team="aoi-team", dev="Aoi", sre="Sora")
    one = Statement.objects.get()
    why = {"why": "It was <i>another</i> budget.", "seen": f"{one.version}"}
    assert browser.post(f"/statements/{one.pk}/withdraw", why).status_code == 303
    html = see(browser)
    assert "Ended lately (1)" in html
    assert "It was &lt;i&gt;another&lt;/i&gt; budget." in html
