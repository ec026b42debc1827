"""An empty home asks for one spreadsheet, shows how it understood it, and then what makes the most of the map known."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yudane.faces.clock import now_utc
from yudane.faces.web.testing_records import local_client
from yudane.records.worker import work_off
from yudane.workspace import Workspace

SHEET = "サービス名,担当チーム,ティア,ライフサイクル\n予約,つばき,2,本番\n在庫,みかん,2,本番\n"


@pytest.fixture
def empty(tmp_path: Path, serve_home: Callable[[Path], None]) -> Workspace:
    home = Workspace.create(tmp_path / "home")
    serve_home(home.root)
    return home


@pytest.fixture
def browser(empty: Workspace) -> Client:
    return local_client()


def bring(browser: Client, text: str, name: str = "services.csv") -> Any:
    return browser.post("/catalog/import", {"file": SimpleUploadedFile(name, text.encode())})


def stored(browser: Client, html: str, **more: str) -> Any:
    content = html.split('name="content" value="')[1].split('"', maxsplit=1)[0]
    return browser.post("/catalog/import", {"store": "1", "name": "services.csv", "content": content, **more})


def test_an_empty_home_leads_to_a_first_map(empty: Workspace, browser: Client) -> None:
    assert 'href="/catalog/import"' in browser.get("/map").content.decode()
    html = bring(browser, SHEET).content.decode()
    assert "予約" in html
    assert "つばき" in html
    assert not empty.services()
    assert stored(browser, html).status_code == 303
    assert {row["team_id"] for row in empty.services()} == {"つばき", "みかん"}
    work_off(now_utc)
    assert "予約" in browser.get("/map").content.decode()
    acts = browser.get("/next").content.decode()
    assert "18 of 18 cells of the map are not known yet" in acts
    assert 'href="/statements/new?activity=slo"' in acts
    assert "helps with" in acts


def test_what_is_wrong_is_told_by_line_and_nothing_is_stored(empty: Workspace, browser: Client) -> None:
    html = bring(browser, SHEET.replace("在庫,みかん,2", "在庫,みかん,とても大事")).content.decode()
    assert "Line 3:" in html
    assert 'name="content"' not in html
    assert not empty.services()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("services.pdf", SHEET, ".csv"),
        ("services.csv", "x" * 1_000_001, "larger than 1 MB"),
        ("services.csv", "何か,ほか\n1,2\n", "Line 1:"),
    ],
)
def test_another_file_is_refused_with_what_would_do(browser: Client, name: str, text: str, says: str) -> None:
    assert says in bring(browser, text, name).content.decode()


def test_without_a_file_or_with_a_broken_one_nothing_happens(empty: Workspace, browser: Client) -> None:
    assert browser.post("/catalog/import").status_code == 422
    assert browser.post("/catalog/import", {"store": "1", "content": "%%%", "name": "a.csv"}).status_code == 422
    assert not empty.services()


def test_a_column_nobody_understands_and_a_sheet_without_teams_are_told_before_it_is_stored(browser: Client) -> None:
    html = bring(browser, "サービス名,持ち主,説明\n予約,つばき,x\n").content.decode()
    assert "持ち主, 説明" in html
    assert "No row says its team" in html
    html = bring(browser, "サービス名,チーム名\n予約,つばき\n").content.decode()
    assert "つばき" in html
    assert "No row says its team" not in html


def test_services_that_say_no_life_cycle_are_asked_about_and_never_left_out_in_silence(
    empty: Workspace, browser: Client
) -> None:
    html = bring(browser, "サービス名,担当チーム\n予約,つばき\n在庫,みかん\n").content.decode()
    assert "2 of the services say no life cycle" in html
    stored(browser, html)
    assert "Levels are being made" in browser.get("/map").content.decode()
    work_off(now_utc)
    html = browser.get("/map").content.decode()
    assert "Not assessed: lifecycle not said <b>2</b>" in html
    content = bring(browser, "サービス名,担当チーム\n予約,つばき\n在庫,みかん\n").content.decode()
    stored(browser, content, production="1")
    assert {row["lifecycle"] for row in empty.services()} == {"production"}


def test_a_sheet_that_lacks_a_column_takes_nothing_away(empty: Workspace, browser: Client) -> None:
    stored(browser, bring(browser, SHEET).content.decode())
    stored(browser, bring(browser, "サービス名,ティア\n予約,\n在庫,1\n").content.decode())
    found = {row["name"]: (row["team_id"], row["tier"], row["lifecycle"]) for row in empty.services()}
    assert found == {"予約": ("つばき", None, "production"), "在庫": ("みかん", 1, "production")}


def test_what_a_team_recorded_and_vouched_for_is_told_where_it_decides(empty: Workspace, browser: Client) -> None:
    stored(browser, bring(browser, SHEET).content.decode())
    work_off(now_utc)
    why = "/services/予約/incident-response"
    assert 'href="/journal/incidents?team=%E3%81%A4%E3%81%B0%E3%81%8D"' in browser.get(why).content.decode()
    team, today = {"team": "つばき"}, now_utc().date()
    browser.post("/journal/incidents/record-here", team)
    row = {**team, "service_id": "予約", "detected_at": f"{today}T00:10", "severity": "2", "detected_by": "alert"}
    assert browser.post("/journal/incidents/record", row).status_code == 303
    said = {**team, "services": ["予約"], "since": "2024-01-01", "until": f"{today}"}
    assert browser.post("/journal/incidents/vouch", said).status_code == 303
    work_off(now_utc)
    html = browser.get(why).content.decode()
    assert "said by Sora" in html
    assert "what was recorded here" in html
