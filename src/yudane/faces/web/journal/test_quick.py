"""What people enter daily takes two taps: toil by its task, an incident by its moments."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from yudane.faces.clock import now_utc
from yudane.faces.web.testing_records import client_of, local_client
from yudane.records.journal.models import Row
from yudane.records.people.models import Person
from yudane.records.testing import account
from yudane.workspace import Workspace

TEAM = {"team": "aoi-team"}
TOIL, INCIDENTS = "/journal/quick/toil", "/journal/quick/incidents"


@pytest.fixture(autouse=True)
def served(cast_home: Workspace, serve_home: Callable[[Path], None]) -> None:
    serve_home(cast_home.root)


def see(client: Client, address: str) -> str:
    return client.get(f"{address}?team=aoi-team").content.decode()


def rows(table: str) -> list[Row]:
    return list(Row.objects.filter(table=table, removed_at=None).order_by("id"))


@pytest.fixture
def listed(aoi: Client) -> str:
    """A task of the list."""
    assert "Record this here?" in see(aoi, TOIL)
    assert aoi.post(f"{TOIL}/begin", TEAM).status_code == 303
    assert "The list is empty" in see(aoi, TOIL)
    assert aoi.post(f"{TOIL}/add", {**TEAM, "title": "Restart the batch", "service": "shop"}).status_code == 303
    return str(rows("toil_tasks")[0].values["toil_task_key"])


def test_a_task_and_how_long_is_an_entry_of_today_by_whoever_tapped(
    aoi: Client, people: dict[str, Person], listed: str
) -> None:
    (entry,) = re.findall(
        rf'name="task" value="{listed}"><input type="hidden" name="entry" value="(\w+)"', see(aoi, TOIL)
    )
    tapped = {**TEAM, "task": listed, "entry": entry, "minutes": "15"}
    for _ in range(2):  # a form sent twice records once
        assert aoi.post(f"{TOIL}/spend", tapped).status_code == 303
    (row,) = rows("work_log")
    assert row.values == {
        "entry_id": f"Y-{entry}", "person_id": people["Aoi"].pk, "team_id": "aoi-team", "service_id": "shop",
        "work_date": row.values["work_date"], "minutes": 15, "category": "toil", "toil_task_key": listed,
    }  # fmt: skip
    assert aoi.post(f"{TOIL}/spend", {**tapped, "entry": "01K6EXAMPLE000000000000001"}).status_code == 303
    page = see(aoi, TOIL)
    assert "30 min in seven days" in page
    assert aoi.post(f"{TOIL}/{row.pk}/take-back", TEAM).status_code == 303
    assert len(rows("work_log")) == 1
    assert "15 min in seven days" in see(aoi, TOIL)


def test_what_is_not_on_the_list_is_of_a_kind(aoi: Client, listed: str) -> None:
    other = {**TEAM, "category": "interrupt", "service": "", "minutes": "30"}
    assert aoi.post(f"{TOIL}/spend", other).status_code == 303
    (row,) = rows("work_log")
    assert (row.values["category"], row.service_id) == ("interrupt", "")
    for wrong in ({"minutes": "soon"}, {"category": "fun"}, {"service": "search"}):
        assert aoi.post(f"{TOIL}/spend", {**other, **wrong}).status_code == 422, wrong
    assert aoi.post(f"{TOIL}/add", {**TEAM, "title": "  "}).status_code == 422
    assert len(rows("work_log")) == 1


@pytest.fixture
def running(aoi: Client) -> Row:
    """An incident begun now."""
    aoi.post("/journal/incidents/record-here", TEAM)
    begun = aoi.post(f"{INCIDENTS}/begin", {**TEAM, "service": "shop", "severity": "2", "detected_by": "user"})
    assert begun.status_code == 303
    (row,) = rows("incidents")
    assert begun.headers["location"] == f"{INCIDENTS}?team=aoi-team&row={row.pk}"
    return row


def mark(client: Client, row: Row, **said: str) -> int:
    return client.post(f"{INCIDENTS}/{row.pk}/mark", {**TEAM, "row": row.pk, **said}).status_code


def test_an_incident_begins_with_one_tap_and_each_moment_takes_one_more(aoi: Client, running: Row) -> None:
    assert (str(running.values["severity"]), running.values["detected_by"]) == ("2", "user")
    assert "running" in see(aoi, INCIDENTS)
    assert mark(aoi, running, moment="acknowledged_at", now="1", seen="1") == 303
    began = (now_utc() - timedelta(minutes=90)).isoformat(timespec="seconds")
    assert mark(aoi, running, moment="impact_started_at", at=began) == 303
    assert mark(aoi, running, moment="resolved_at", now="1") == 303
    page = aoi.get(f"{INCIDENTS}?team=aoi-team&row={running.pk}").content.decode()
    assert "noticed after 1 h 30 min" in page
    assert "answered after 0 min" in page
    assert "running" not in see(aoi, INCIDENTS)


def test_how_bad_it_is_is_said_later(aoi: Client, running: Row) -> None:
    assert mark(aoi, running, moment="severity", at="1", seen="1") == 303
    assert Row.objects.get(pk=running.pk).values["severity"] == 1


def test_a_moment_that_is_none_or_was_marked_by_somebody_meanwhile_is_told(aoi: Client, running: Row) -> None:
    assert mark(aoi, running, moment="severity", now="1") == 422
    assert mark(aoi, running, moment="closed_at", at="soon") == 422
    assert mark(aoi, running, moment="closed_at", now="1", seen="7") == 409
    assert rows("incidents")[0].values == running.values


def test_out_of_an_incident_comes_its_postmortem_and_what_is_to_be_done(aoi: Client, running: Row) -> None:
    page = f"{INCIDENTS}?team=aoi-team&row={running.pk}"
    assert "does not record postmortems here yet" in aoi.get(page).content.decode()
    for table in ("postmortems", "action_items"):
        aoi.post(f"/journal/{table}/record-here", TEAM)
    item = {**TEAM, "row": running.pk, "kind": "detect", "priority": "P1", "due_on": "2099-01-01", "tracker_url": ""}
    assert aoi.post(f"{INCIDENTS}/{running.pk}/items", item).status_code == 422
    assert (
        aoi.post(f"{INCIDENTS}/{running.pk}/write-up", {**TEAM, "row": running.pk, "audience": "company"}).status_code
        == 303
    )
    assert aoi.post(f"{INCIDENTS}/{running.pk}/items", item).status_code == 303
    (postmortem,), (todo,) = rows("postmortems"), rows("action_items")
    assert postmortem.values["incident_id"] == running.values["incident_id"]
    assert todo.values["source_id"] == postmortem.values["postmortem_id"]
    assert ">P1" in aoi.get(page).content.decode()


@pytest.mark.parametrize("address", [TOIL, INCIDENTS])
def test_others_see_nothing_of_it_and_record_nothing(
    people: dict[str, Person], aoi: Client, running: Row, address: str
) -> None:
    mei = client_of(account(people["Mei"]))
    assert "Only the team itself" in see(mei, address)
    assert mark(mei, running, moment="closed_at", now="1") == 403
    assert mei.post(f"{TOIL}/spend", {**TEAM, "category": "toil", "minutes": "5"}).status_code == 403
    assert mei.post(f"{INCIDENTS}/begin", {**TEAM, "service": "shop"}).status_code == 403
    assert aoi.get(f"{INCIDENTS}?team=aoi-team&row=nothing").status_code == 404


def test_before_there_are_accounts_the_one_person_is_called_by_name() -> None:
    here = local_client()
    here.post(f"{TOIL}/begin", TEAM)
    assert here.post(f"{TOIL}/spend", {**TEAM, "category": "toil", "minutes": "5"}).status_code == 303
    assert rows("work_log")[0].values["person_id"] == "Sora"
