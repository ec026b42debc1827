"""The map: Sora and Kei look where teams stand."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from yudane.faces.web.conftest import See
from yudane.faces.web.map.csv import HEADER
from yudane.faces.web.testing import FIRST, catalog_home, take
from yudane.workspace import Workspace


def cell(html: str, service: str, activity: str) -> str:
    found = re.search(rf'<td class="[^"]*"><a href="/services/{service}/{activity}[^<]*(?:<(?!/td).*?)*</td>', html)
    assert found, f"{service}/{activity}"
    return found.group(0)


def test_the_start_leads_to_the_map(web: Client) -> None:
    assert web.get("/?lang=ja").headers["location"] == "/map?lang=ja"


def test_a_cell_shows_the_published_level_and_says_it_in_words(see: See) -> None:
    found = cell(see("/map"), "shop", "slo")
    assert '<td class="l3">' in found
    assert 'aria-label="Online shop, SLI/SLO: Level 3"' in found
    assert ">3</a>" in found


def test_what_nobody_looked_at_is_a_question_mark_and_never_level_1(see: See) -> None:
    found = cell(see("/map"), "mail", "slo")
    assert '<td class="lu">' in found
    assert ">?</a>" in found
    assert "No data" in found
    assert 'title="11 not known"' in found
    assert "1–3" not in found


def test_in_bars_what_nobody_knows_has_its_sign_and_its_hatch(see: See) -> None:
    html = see("/map?activity=slo")
    assert '<b class="lu">2?</b>' in html
    assert '<rect class="lu"' in html


def test_one_sentence_says_what_lacks_over_all_services(see: See) -> None:
    html = see("/map")
    assert "7 of 7 services lack evidence: the data on documents (old-wiki, last on 18 Sep 2026) went stale" in html
    assert html.count("company SRE can") == 1
    assert "7サービスのうち7サービスで証跡が足りません" in see("/map?lang=ja")


def test_a_level_that_changed_within_30_days_carries_an_arrow_and_the_words(see: See) -> None:
    html = see("/map")
    rose, fell = cell(html, "checkout", "incident-response"), cell(html, "shop", "postmortem")
    assert "▲" in rose
    assert "up from 1 on 16 Sep 2026" in rose
    assert "▼" in fell
    assert "down from 2 on 1 Oct 2026" in fell


def test_an_exemption_and_a_level_that_cannot_be_confirmed_are_marked(see: See) -> None:
    html = see("/map")
    assert "1 exemption" in cell(html, "checkout", "incident-response")
    assert 'class="l2 ex"' in cell(html, "checkout", "incident-response")
    assert "i-clock" in cell(html, "cart", "incident-response")
    assert "not confirmed since 1 Oct 2026" in cell(html, "cart", "incident-response")


def test_activities_without_a_level_stand_apart_with_the_reason(see: See) -> None:
    html = see("/map")
    assert "Infrastructure design" in html.split("<details")[1]
    assert "It has no maturity levels." in html


def test_a_service_with_an_sre_of_its_own_is_shown_but_not_counted(see: See) -> None:
    html = see("/map")
    assert "own SRE" in html
    assert "1 service has an SRE of its own." in html
    assert "All 7 services" in html
    assert ">1/6<" in html


def test_filters_choose_team_activity_and_level(see: See) -> None:
    assert "/services/search/slo" not in see("/map?team=aoi-team")
    only = see("/map?activity=slo")
    assert "/services/shop/slo" in only
    assert "/services/shop/postmortem" not in only
    level = see("/map?activity=slo&level=3")
    assert "/services/shop/slo" in level
    assert "/services/cart/slo" not in level
    assert "/services/ledger/slo" in see("/map?team=~")


def test_a_filter_that_nothing_fits_says_so_and_offers_the_way_back(see: See) -> None:
    html = see("/map?team=mei-team&level=3")
    assert "Nothing fits" in html
    assert 'href="/map">Clear filters' in html


def test_lowest_first_puts_the_weakest_service_of_a_team_on_top(see: See) -> None:
    html = see("/map?team=aoi-team&sort=lowest")
    assert html.index("/services/cart/slo") < html.index("/services/shop/slo")


def test_an_earlier_date_shows_the_levels_of_then_and_links_keep_it(see: See) -> None:
    html = see(f"/map?at={FIRST}")
    assert "earlier state, of 1 Aug 2026" in html
    assert ">2</a>" in cell(html, "shop", "postmortem")
    assert f"/services/shop/slo?at={FIRST}" in html


def test_a_date_that_is_none_is_answered_with_the_form_to_use(see: See) -> None:
    assert "Write it as 2026-09-01." in see("/map?at=yesterday", 400)


def test_a_date_before_the_first_assessment_leads_to_the_first(see: See) -> None:
    html = see("/map?at=2020-01-01")
    assert "Nothing assessed by then" in html
    assert f"/map?at={FIRST}" in html


def test_the_rows_of_a_team_come_as_a_part_for_a_folded_map(see: See) -> None:
    html = see("/map/teams/aoi-team?activity=slo", hx_request="true")
    assert html.startswith("<tr>")
    assert html.count("<tr>") == 4
    see("/map/teams/nobody", 404)


def test_japanese_readers_get_the_same_map_in_japanese(see: See) -> None:
    html = see("/map?lang=ja")
    assert '<html lang="ja"' in html
    assert 'aria-label="Online shop、ポストモーテム: レベル1、2026年10月1日に2から下降"' in cell(
        html, "shop", "postmortem"
    )


def test_the_download_holds_exactly_the_filtered_rows(web: Client) -> None:
    response = web.get("/map.csv?team=aoi-team&activity=slo")
    assert response.headers["content-disposition"] == 'attachment; filename="yudane-map-2026-10-01.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert tuple(rows[0]) == HEADER
    assert [row["service"] for row in rows] == ["cart", "checkout", "shop", "wallet"]
    assert rows[2]["published"] == "3"
    assert not response.content.startswith(b"\xef\xbb\xbf")
    assert web.get("/map.csv?bom=1").content.startswith(b"\xef\xbb\xbf")


@pytest.fixture
def hostile(tmp_path: Path, serve_home: Callable[[Path], None]) -> Workspace:
    home = catalog_home(tmp_path / "home")
    names = ["=1+1", "<script>alert(1)</script>", 'a"b', "../x", "ns/slo", "日本 語?#&"]
    rows = [{"service_id": name, "name": name, "team_id": "aoi-team", "lifecycle": "production"} for name in names]
    take(home, {"services": rows}, covers="*", source="more")
    home.assessor.assess(FIRST)
    serve_home(home.root)
    return home


def test_names_from_outside_are_shown_as_text_and_lead_to_their_pages(hostile: Workspace) -> None:
    web = Client()
    html = web.get("/map").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    for address in re.findall(r'scope="row"><a href="([^"]+)"', html):
        if ".." not in address:
            assert web.get(address.replace("&amp;", "&")).status_code == 200, address
    assert "=1+1" in web.get("/services/%3D1%2B1/slo").content.decode()


def test_a_spreadsheet_does_not_take_a_name_for_a_formula(hostile: Workspace) -> None:
    rows = list(csv.DictReader(io.StringIO(Client().get("/map.csv").content.decode())))
    assert "'=1+1" in {row["service"] for row in rows}
