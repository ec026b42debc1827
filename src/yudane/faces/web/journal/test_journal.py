"""A team records on the pages what no system tells: one by one, pasted or brought; what is wrong stands beside its field."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yudane.faces.clock import now_utc
from yudane.faces.web.testing_records import client_of, local_client
from yudane.records.journal.models import Recorder, Row, Vouch
from yudane.records.people.models import Person
from yudane.records.testing import account
from yudane.workspace import Workspace
from yudane.workspace.sheets.columns import columns

HERE = "/journal/incidents"
TEAM = {"team": "aoi-team"}
SHOP = {"service_id": "shop", "detected_at": "2026-09-20T10:00"}


@pytest.fixture(autouse=True)
def served(cast_home: Workspace, serve_home: Callable[[Path], None]) -> None:
    serve_home(cast_home.root)


@pytest.fixture
def aoi(people: dict[str, Person]) -> Client:
    client = client_of(account(people["Aoi"]))
    client.post(f"{HERE}/record-here", TEAM)
    return client


def see(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def head(name: str) -> str:
    return columns("incidents")[name].head["ja"]


def pasted(*rows: tuple[str, ...], names: tuple[str, ...] = ("service_id", "detected_at", "severity")) -> str:
    return "\n".join("\t".join(row) for row in (tuple(map(head, names)), *rows))


def test_a_team_says_that_it_records_here_and_enters_the_first_one(aoi: Client) -> None:
    assert Recorder.objects.get().team_id == "aoi-team"
    assert "No entry yet" in see(aoi, f"{HERE}?team=aoi-team")
    response = aoi.post(f"{HERE}/record", {**TEAM, **SHOP, "severity": "2", "customer_visible": "yes"})
    assert (response.status_code, response.headers["location"]) == (303, f"{HERE}?team=aoi-team")
    row = Row.objects.get()
    assert row.values["detected_at"] == "2026-09-20T10:00:00+09:00"
    assert (row.values["severity"], row.values["customer_visible"]) == (2, True)
    assert "2026-09-20 10:00" in see(aoi, f"{HERE}?team=aoi-team")


def test_what_is_wrong_stands_beside_its_field_and_all_that_was_typed_is_still_there(aoi: Client) -> None:
    typed = {**TEAM, **SHOP, "severity": "9", "detected_at": "yesterday", "activity_tags": "<b>slo</b>"}
    response = aoi.post(f"{HERE}/record", typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="yesterday"' in html
    assert "&lt;b&gt;slo" in html
    beside = html.partition('id="f-detected_at"')[2]
    assert beside.index("2026年4月1日 9時30分") < beside.index("first noticed")
    response = aoi.post(f"{HERE}/record", {**typed, "detected_at": "2026-09-20T10:00"})
    assert 'value="9"' in response.content.decode()
    assert not Row.objects.exists()


def test_a_row_is_drawn_with_what_it_says_and_changed(aoi: Client) -> None:
    aoi.post(f"{HERE}/record", {**TEAM, **SHOP, "severity": "2"})
    row = Row.objects.get()
    html = see(aoi, f"{HERE}/new?team=aoi-team&row={row.pk}")
    assert 'value="2026-09-20T10:00"' in html
    change = {**TEAM, **SHOP, "severity": "1", "row": row.pk, "seen": "1"}
    assert aoi.post(f"{HERE}/record", change).status_code == 303
    assert Row.objects.get().values["severity"] == 1
    assert aoi.post(f"{HERE}/record", change).status_code == 409
    gone = aoi.post(f"{HERE}/rows/{row.pk}/remove", {**TEAM, "why": "twice"})
    assert gone.status_code == 303
    assert Row.objects.get().removed_by == "Aoi"


def test_one_of_the_team_vouches_and_takes_it_back(aoi: Client) -> None:
    today = now_utc().date()
    said = {**TEAM, "since": "2026-04-01", "until": today.isoformat(), "services": ["shop"]}
    response = aoi.post(f"{HERE}/vouch", said)
    assert response.status_code == 422
    assert "say that there is none" in response.content.decode()
    assert aoi.post(f"{HERE}/vouch", {**said, "nothing": "1"}).status_code == 303
    one = Vouch.objects.get()
    assert (one.by_name, one.services, one.nothing) == ("Aoi", ["shop"], True)
    html = see(aoi, f"{HERE}?team=aoi-team")
    assert "Complete from 1 Apr 2026 to" in html
    assert "said by Aoi" in html
    ahead = aoi.post(f"{HERE}/vouch", {**said, "nothing": "1", "until": (today + timedelta(days=2)).isoformat()})
    assert ahead.status_code == 422
    assert aoi.post(f"{HERE}/vouches/{one.pk}/withdraw", TEAM).status_code == 303
    assert "Nobody has said so yet" in see(aoi, f"{HERE}?team=aoi-team")


def test_rows_are_pasted_with_japanese_headers_looked_at_and_stored_once(aoi: Client) -> None:
    text = pasted(("shop", "2026年9月20日 10時5分", "2"), ("shop", "2026/9/21 9:30", "3"))
    html = aoi.post(f"{HERE}/sheet", {**TEAM, "text": text}).content.decode()
    assert "2026-09-20 10:05" in html
    assert "Store 2" in html
    assert not Row.objects.exists()
    for _ in range(2):
        assert aoi.post(f"{HERE}/sheet", {**TEAM, "text": text, "store": "1"}).status_code == 303
    assert Row.objects.count() == 2


def test_every_line_that_is_wrong_is_told_and_the_text_comes_back(aoi: Client) -> None:
    text = pasted(("shop", "soon", "2"), ("nowhere", "2026/9/21 9:30", "x"))
    html = aoi.post(f"{HERE}/sheet", {**TEAM, "text": text}).content.decode()
    assert html.count("Line 2:") == 1
    assert html.count("Line 3:") == 2
    assert "soon" in html.partition("<textarea")[2]
    assert "Store" not in html
    late = pasted(("", "", ""), ("shop", "2026-09-20 10:00", "9"))
    for store in ({}, {"store": "1"}):
        html = aoi.post(f"{HERE}/sheet", {**TEAM, "text": late, **store}).content.decode()
        assert html.count("Line 3:") == 1, html
        assert "Severity is 9" in html
        assert not Row.objects.exists()
    assert (
        "cannot be read as a table"
        in aoi.post(f"{HERE}/sheet", {**TEAM, "text": head("severity") + "\n1\r2"}).content.decode()
    )
    html = aoi.post(f"{HERE}/sheet", {**TEAM, "text": "a\tb\n1\t2"}).content.decode()
    assert "None of the headers was understood: a, b" in html


def test_a_file_is_taken_like_what_is_pasted_and_what_goes_out_comes_in_again(aoi: Client) -> None:
    template = aoi.get(f"{HERE}/template/xlsx", headers={"accept-language": "ja"}).content
    file = SimpleUploadedFile("incidents.xlsx", template)
    html = aoi.post(f"{HERE}/sheet", {**TEAM, "file": file}).content.decode()
    assert "As it is understood" in html, html
    aoi.post(f"{HERE}/record", {**TEAM, **SHOP, "severity": "2", "activity_tags": "=1+1"})
    out = aoi.get(f"{HERE}/export?team=aoi-team").content.decode("utf-8-sig")
    assert "'=1+1" in out
    assert aoi.post(f"{HERE}/sheet", {**TEAM, "text": out, "store": "1"}).status_code == 303
    assert [row.version for row in Row.objects.all()] == [1]


def test_others_neither_see_the_rows_nor_enter_any(aoi: Client, people: dict[str, Person]) -> None:
    aoi.post(f"{HERE}/record", {**TEAM, **SHOP, "activity_tags": "secret"})
    mei = client_of(account(people["Mei"]))
    assert "2026-09-20" not in see(mei, f"{HERE}?team=aoi-team")
    assert "2026-09-20" not in see(mei, f"{HERE}/export?team=aoi-team")
    assert mei.post(f"{HERE}/record", {**TEAM, **SHOP}).status_code == 403
    assert mei.post(f"{HERE}/vouch", {**TEAM, "since": "2026-04-01", "until": "2026-04-02"}).status_code == 403
    assert Row.objects.count() == 1


def test_alone_on_a_machine_the_one_person_records() -> None:
    alone = local_client()
    assert "Choose a team" in see(alone, "/journal")
    assert alone.post(f"{HERE}/record-here", TEAM).status_code == 303
    assert alone.post(f"{HERE}/record", {**TEAM, **SHOP}).status_code == 303
    assert Row.objects.get().by_name == "Sora"


def test_a_table_that_nobody_records_is_not_there(aoi: Client) -> None:
    for address in ("/journal/costs", "/journal/costs/new", "/journal/nothing/template/csv", f"{HERE}/template/pdf"):
        assert aoi.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_template_is_a_file_by_its_kind(aoi: Client, kind: str) -> None:
    response = aoi.get(f"{HERE}/template/{kind}")
    assert response.headers["content-disposition"] == f'attachment; filename="incidents.{kind}"'
    assert io.BytesIO(response.content).read(4)


def test_what_is_entered_more_than_thirty_days_later_is_marked(aoi: Client) -> None:
    for days, late in ((29, False), (31, True)):
        at = f"{now_utc().date() - timedelta(days=days)}T10:00"
        assert aoi.post(f"{HERE}/record", {**TEAM, **SHOP, "detected_at": at}).status_code == 303
        assert ("entered late" in see(aoi, f"{HERE}?team=aoi-team")) is late


def test_what_ends_before_it_began_is_refused_beside_its_field(aoi: Client) -> None:
    response = aoi.post(
        f"{HERE}/record", {**TEAM, **SHOP, "impact_started_at": "2026-09-20T10:00", "resolved_at": "2026-09-20T09:40"}
    )
    assert "Resolved at is before Impact began at" in response.content.decode()
    assert not Row.objects.exists()


def test_today_is_what_the_clock_of_the_organization_says(aoi: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    day = now_utc().date() + timedelta(days=1)
    night = datetime.combine(day, time(23, 30), UTC)  # half past eight of the next morning in Tokyo
    monkeypatch.setattr("yudane.faces.web.shared.acting.now_utc", lambda: night)
    said = {**TEAM, "since": "2026-04-01", "services": ["shop"], "nothing": "1"}
    later, here = (str(day + timedelta(days=n)) for n in (2, 1))
    assert aoi.post(f"{HERE}/vouch", {**said, "until": later}).status_code == 422
    assert aoi.post(f"{HERE}/vouch", {**said, "until": here}).status_code == 303


def test_the_page_says_what_a_word_lets_be_judged_from_which_day_and_how_it_stands(aoi: Client) -> None:
    before = see(aoi, f"{HERE}?team=aoi-team")
    assert "back to" in before
    assert "reaches far enough" not in before
    assert "Your services now" in before
    assert 'name="since" required value=""' in before  # from when on everything is there nobody knows yet
    aoi.post(f"{HERE}/record", {**TEAM, **SHOP})
    assert 'name="since" required value="2026-09-20"' in see(aoi, f"{HERE}?team=aoi-team")
    services = re.findall(r'name="services" value="([^"]+)"', before)
    said = {**TEAM, "since": "2024-01-01", "until": now_utc().date().isoformat(), "services": services}
    aoi.post(f"{HERE}/vouch", said)
    after = see(aoi, f"{HERE}?team=aoi-team")
    assert "reaches far enough" in after
    assert "What was entered last is being taken over" in after
