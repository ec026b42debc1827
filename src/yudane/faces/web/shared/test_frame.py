"""What holds on every page: language, theme, headers, and faults that say what to do."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.utils.translation import gettext

from yudane.faces.web.conftest import See
from yudane.faces.web.shared.reader import accepted, remembering
from yudane.faces.web.testing import LAST, catalog_home
from yudane.workspace import Workspace

PAGES = [
    "/map",
    "/services/shop",
    "/services/shop/slo",
    "/services/shop/slo/rows/measured",
    "/guides/slo",
    "/catalog",
    "/services/nobody",
    "/nothing",
]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_inline_script_or_style(web: Client, address: str) -> None:
    response = web.get(address)
    html = response.content.decode()
    assert re.findall(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=|javascript:", html) == []
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", PAGES)
def test_every_page_stands_in_both_languages(web: Client, address: str) -> None:
    for lang in ("en", "ja"):
        html = web.get(address, {"lang": lang}).content.decode()
        assert f'<html lang="{lang}"' in html
        assert html.count("<h1") == 1
        assert not re.search(r"\{[a-z_]+\}", re.sub(r"<(pre|code).*?</\1>", "", html, flags=re.S))


def test_the_browser_s_language_counts_until_one_is_chosen(web: Client) -> None:
    assert '<html lang="ja"' in web.get("/catalog", headers={"accept-language": "ja,en;q=0.5"}).content.decode()
    chosen = web.get("/catalog?lang=ja&q=shop")
    assert chosen.cookies["yudane_lang"]["samesite"] == "Lax"
    assert '<html lang="ja"' in web.get("/catalog").content.decode()
    assert 'href="?q=shop&amp;lang=en"' in chosen.content.decode()


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("ja", "ja"),
        ("en-US,ja;q=0.9", "en"),
        ("fr,ja;q=0.2", "ja"),
        ("*", "en"),
        (None, "en"),
        ("ja;q=0,en", "en"),
        ("JA-jp", "ja"),
    ],
)
def test_the_language_liked_best_is_taken(header: str | None, lang: str) -> None:
    assert accepted(header) == lang


def test_the_theme_is_kept_and_nonsense_is_not(web: Client) -> None:
    assert 'data-theme="auto"' in web.get("/catalog").content.decode()
    web.get("/catalog?theme=dark")
    assert 'data-theme="dark"' in web.get("/catalog?theme=pink").content.decode()


def test_single_keys_can_be_turned_off(web: Client) -> None:
    web.get("/catalog?keys=off")
    assert 'data-keys="off"' in web.get("/map").content.decode()


def test_pages_only_answer_reading(web: Client) -> None:
    assert web.post("/map").status_code == 405
    assert web.delete("/services/shop").status_code == 405
    assert web.head("/map").status_code == 200


def test_static_files_carry_a_stamp_and_may_be_kept(web: Client) -> None:
    address = re.findall(r'href="(/static/yudane/yudane.css[^"]+)"', web.get("/map").content.decode())[0]
    response = web.get(address)
    assert response.status_code == 200
    assert "max-age=31536000" in response.headers["Cache-Control"]
    response.close()


def test_a_foreign_host_name_is_refused_with_the_mend(cast_home: Workspace, serve_home: Callable[[Path], None]) -> None:
    serve_home(cast_home.root)
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        response = Client().get("/map", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "YUDANE_ALLOWED_HOSTS" in response.content.decode()


def test_without_a_home_the_command_that_makes_one_is_told(tmp_path: Path, serve_home: Callable[[Path], None]) -> None:
    serve_home(tmp_path / "nothing")
    response = Client().get("/map")
    assert response.status_code == 503
    assert "<code>yudane init</code>" in response.content.decode()
    assert "データの置き場所" in Client().get("/map?lang=ja").content.decode()


def test_without_a_catalog_the_import_is_told(tmp_path: Path, serve_home: Callable[[Path], None]) -> None:
    serve_home(Workspace.create(tmp_path / "home").root)
    for address in ("/map", "/catalog"):
        assert "yudane catalog import" in Client().get(address).content.decode()


def test_without_an_assessment_the_command_is_told(tmp_path: Path, serve_home: Callable[[Path], None]) -> None:
    serve_home(catalog_home(tmp_path / "home").root)
    assert "<code>yudane assess</code>" in Client().get("/map").content.decode()
    assert Client().get("/catalog").status_code == 200


def test_a_broken_program_is_told_with_file_line_and_mend(tmp_path: Path, serve_home: Callable[[Path], None]) -> None:
    home = catalog_home(tmp_path / "home")
    folder = home.root / "program" / "slo"
    folder.mkdir()
    (folder / "activity.yaml").write_text("order: 1\nname: {en: SLO}\nnonsense: 1\n", "utf-8")
    serve_home(home.root)
    response = Client().get("/map")
    assert response.status_code == 500
    html = response.content.decode()
    assert "program/slo/activity.yaml:3" in html
    assert "Check the spelling or remove it." in html
    assert "つづりを確認" in Client().get("/map?lang=ja").content.decode()
    (folder / "activity.yaml").unlink()
    assert Client().get("/map").status_code == 200


def test_a_damaged_assessment_is_told_and_not_shown_as_a_level(
    tmp_path: Path, serve_home: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    home = catalog_home(tmp_path / "home")
    assessment = home.assessor.assess(LAST)
    home.assessments.table(assessment, "levels").write_bytes(b"PAR1 nonsense")
    serve_home(home.root)
    response = Client().get("/map")
    assert response.status_code == 500
    assert "yudane doctor" in response.content.decode()
    assert caplog.records


def test_an_unknown_page_leads_to_the_map(see: See) -> None:
    html = see("/nothing", 404)
    assert "There is no such page" in html
    assert 'href="/map"' in html


@pytest.mark.parametrize(
    ("accepted", "words"), [("ja", "このフィールドは必須です。"), ("en", "This field is required.")]
)
def test_djangos_own_words_are_in_the_readers_language(accepted: str, words: str) -> None:
    request = RequestFactory().get("/", headers={"accept-language": accepted})
    answer = remembering(lambda request: HttpResponse(gettext("This field is required.")))(request)
    assert isinstance(answer, HttpResponse)
    assert answer.content.decode() == words
    assert gettext("This field is required.") == "This field is required."


def test_templates_know_the_request_and_its_token() -> None:
    request = RequestFactory().get("/map", headers={"accept-language": "ja"})
    drawn = (
        engines["django"].from_string("{{ request.path }} {{ lang }} {{ here }} {% csrf_token %}").render({}, request)
    )
    assert drawn.startswith("/map ja /map <input")
