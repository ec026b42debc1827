"""Aoi's team and company SRE doubt what was decided, and answer each other."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from yudane.assessment.explanation.dispute import disputes
from yudane.faces.clock import now_utc
from yudane.faces.web.testing_records import local_client
from yudane.records.export import export
from yudane.records.people.models import Person
from yudane.records.statements.models import Dispute
from yudane.workspace import Workspace
from yudane.workspace.explaining import explain

LIST = "/statements/disputes"
ABOUT = {"service": "shop", "criterion": "cost.budget", "sentence": "The budget <b>is</b> there, in the old tool."}


@pytest.fixture(autouse=True)
def served(cast_copy: Workspace, serve_home: Callable[[Path], None]) -> Workspace:
    serve_home(cast_copy.root)
    return cast_copy


def see(client: Client, address: str = LIST) -> str:
    return client.get(address).content.decode()


def disputed(client: Client, **more: str) -> Dispute:
    assert client.post(f"{LIST}/raise", {**ABOUT, **more}).status_code == 303
    return Dispute.objects.latest("id")


def test_a_dispute_is_raised_on_the_reasons_answered_by_the_other_side_and_counted(aoi: Client, sora: Client) -> None:
    assert f"{LIST}?service=shop&amp;criterion=cost.budget#y-new" in see(aoi, "/services/shop/cost")
    assert "What is wrong about it?" in see(aoi, f"{LIST}?service=shop&criterion=cost.budget")
    one = disputed(aoi)
    assert (one.side, one.state, one.outcome) == ("team", "open", "unknown")
    assert "Waiting for the other side" in see(aoi)
    waits = see(sora)
    assert "Waiting for your side" in waits
    assert "The budget &lt;b&gt;is&lt;/b&gt; there" in waits
    answer = {"found": "upheld", "answer": "Right, the old tool is connected now.", "seen": "1"}
    assert sora.post(f"{LIST}/{one.pk}/answer", answer).status_code == 303
    assert "1 of 1 answered were right" in see(aoi)
    assert 'href="/statements/new?service=shop&amp;activity=cost#budget"' in see(aoi)  # what is to be done now
    assert "100%" in see(aoi)


def test_a_disputed_outcome_counts_on_and_is_marked_everywhere(aoi: Client, sora: Client, served: Workspace) -> None:
    def standing() -> list[tuple[str, str]]:
        return [(each["state"], each["answer"] or "") for each in explained()["disputes"]]

    def explained() -> dict[str, list[dict[str, str]]]:
        (only,) = explain(served, "shop", "cost.budget").as_json("en")
        return dict(only)

    before = explained()
    one = disputed(aoi)
    export(now_utc())
    assert standing() == [("open", "")]
    assert {**explained(), "disputes": []} == before
    page = see(aoi, "/services/shop/cost")
    assert "Disputed, not answered yet" in page
    assert "Aoi of the team" in page
    assert "criterion=cost.budget" not in page
    assert see(aoi, "/map").count("<i>!</i></a>") == 1
    assert "disputed" in see(aoi, "/map")
    sora.post(f"{LIST}/{one.pk}/answer", {"found": "rejected", "answer": "That tool was switched off."})
    export(now_utc())
    assert standing() == [("rejected", "That tool was switched off.")]
    assert "disputed" not in see(aoi, "/map")
    page = see(aoi, "/services/shop/cost")
    assert "Disputed, and found as decided" in page
    assert "answered by Sora" in page


def test_a_day_that_is_over_shows_what_was_open_then(aoi: Client, served: Workspace) -> None:
    one = disputed(aoi)
    one.change(created_at=one.created_at - timedelta(days=3), ended_at=one.created_at, state="upheld", answer="Yes.")
    export(now_utc())
    for days, states in ((0, ["upheld"]), (1, ["open"]), (3, ["open"]), (4, [])):
        found = disputes(served.lake, "shop", now_utc().date() - timedelta(days=days))
        assert [each.row["state"] for each in found.get("cost.budget", [])] == states, days
        assert all(each.row["answer"] is None for each in found.get("cost.budget", []) if each.is_open)


def test_neither_the_same_side_nor_others_answer_and_each_takes_back_their_own(
    people: dict[str, Person], aoi: Client, mei: Client, sora: Client
) -> None:
    one = disputed(aoi)
    answer = {"found": "upheld", "answer": "So it is."}
    assert aoi.post(f"{LIST}/{one.pk}/answer", answer).status_code == 422
    assert mei.post(f"{LIST}/{one.pk}/answer", answer).status_code == 403
    assert mei.post(f"{LIST}/raise", ABOUT).status_code == 403
    assert sora.post(f"{LIST}/{one.pk}/withdraw", {}).status_code == 422
    assert Dispute.objects.get().state == "open"
    assert aoi.post(f"{LIST}/{one.pk}/withdraw", {"seen": "7"}).status_code == 409
    assert aoi.post(f"{LIST}/{one.pk}/withdraw", {"seen": "1"}).status_code == 303
    other = disputed(sora)
    assert other.side == "sre"
    assert "Waiting for your side" in see(aoi)
    assert aoi.post(f"{LIST}/{other.pk}/answer", answer).status_code == 303
    assert aoi.post(f"{LIST}/{other.pk}/answer", answer).status_code == 422


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"sentence": " "}, "sentence"),
        ({"criterion": "cost.nothing"}, "cost.nothing"),
        ({"evidence_url": "javascript:alert(1)"}, "javascript"),
    ],
)
def test_what_cannot_be_raised_is_told_and_comes_back(aoi: Client, more: dict[str, str], says: str) -> None:
    response = aoi.post(f"{LIST}/raise", {**ABOUT, **more})
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Dispute.objects.exists()
    disputed(aoi)
    assert "waits for its answer already" in aoi.post(f"{LIST}/raise", ABOUT).content.decode()


def test_an_answer_says_what_was_found(aoi: Client, sora: Client) -> None:
    one = disputed(aoi)
    for wrong in ({"found": "", "answer": "So."}, {"found": "upheld", "answer": ""}):
        assert sora.post(f"{LIST}/{one.pk}/answer", wrong).status_code == 422
    assert Dispute.objects.get().state == "open"


def test_before_there_are_accounts_whoever_sits_there_raises_and_answers() -> None:
    here = local_client()
    assert "No disputes" in see(here)
    one = disputed(here)
    assert here.post(f"{LIST}/{one.pk}/answer", {"found": "upheld", "answer": "Yes."}).status_code == 303
