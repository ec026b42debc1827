"""Why: Aoi does not believe the level and looks behind it."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.test import Client

from tests.world import row
from yudane.evidence.batch import Batch
from yudane.evidence.collect import collect_rows
from yudane.evidence.delivery import read_tables
from yudane.faces.web.conftest import See
from yudane.faces.web.testing import FIRST, LAST, catalog_home, small_home
from yudane.program.load import shipped
from yudane.workspace import Workspace


def test_every_criterion_stands_under_its_level_with_sign_and_word(see: See) -> None:
    html = see("/services/search/slo")
    assert html.count('<article class="crit"') == 13
    assert '<span class="out unmet"><span aria-hidden="true">✗</span>Not met</span>' in html
    assert '<a href="/reference/slo#level-2">What level 2 asks</a>' in html
    assert "2 of 5 met" in html


def test_what_nobody_looked_at_gets_no_advice_but_who_connects_it(see: See) -> None:
    html = see("/services/mail/slo")
    assert "Not known yet" in html
    assert 'id="y-level-1"' not in html
    assert "How to get there" not in html
    assert "Nothing has looked at SLO definitions, review meetings, SLI measurements" in html
    assert "No data source has looked at this service for: SLO definitions. Company SRE can connect one" in html


def test_the_reason_the_value_and_the_threshold_are_told(see: See) -> None:
    html = see("/services/search/slo")
    assert "75 % of" in html
    assert "<code>worst_coverage</code></th><td>0.75</td>" in html
    assert "<code>coverage_min</code></th><td>95 %</td>" in html


def test_what_is_open_comes_first_core_before_extended(see: See) -> None:
    html = see("/services/search/incident-response")
    level_2 = html.split('id="y-level-2"')[1].split('id="y-level-3"')[0]
    assert level_2.index('class="out unmet"') < level_2.index('class="out met"')


def test_unmet_criteria_link_to_their_place_in_the_guide(see: See) -> None:
    assert "/guides/slo#measured" in see("/services/search/slo")


def test_met_criteria_above_a_gap_are_said_not_to_count_yet(see: See) -> None:
    html = see("/services/cart/incident-response")
    assert "2 criteria of level 3 are met already. Level 3 is reached only when level 2 is, and not all of that" in html
    assert "and it still lacks: “" in see("/services/search/slo")


def test_changes_come_with_their_cause_and_criteria(see: See) -> None:
    html = see("/services/shop/postmortem")
    assert "Changes of the level" in html
    assert "the evidence changed" in html
    assert "The last change came from:" in html


def test_an_activity_without_levels_says_why(see: See) -> None:
    html = see("/services/shop/infra-design")
    assert "This activity has no level here." in html
    assert "It has no maturity levels." in html


def test_the_rows_behind_show_pseudonyms_and_local_time_as_page_and_as_part(see: See) -> None:
    page = see("/services/shop/incident-response/rows/bus-factor")
    assert "p-" in page
    assert "p-aoi" not in page
    assert "Asia/Tokyo" in page
    part = see("/services/shop/incident-response/rows/bus-factor", hx_request="true")
    assert "<html" not in part
    assert "<table" in part
    assert "2026-09-25 12:05" in part


def test_rows_of_nobody_and_nothing_are_not_found(see: See) -> None:
    see("/services/nobody/slo/rows/measured", 404)
    see("/services/shop/slo/rows/nothing", 404)


def test_at_most_fifty_rows_are_shown(see: See) -> None:
    part = see("/services/shop/incident-response/rows/rota", hx_request="true")
    assert part.count("<tr>") <= 51


def test_rows_that_are_no_longer_kept_are_said_to_be_gone(tmp_path: Path, serve_home: Callable[[Path], None]) -> None:
    home: Workspace = small_home(tmp_path / "home")
    for path in (home.root / "lake" / "tables" / "slo_definitions").rglob("*.parquet"):
        path.unlink()
    serve_home(home.root)
    response = Client().get("/services/shop/slo/rows/defined")
    assert "no longer kept" in response.content.decode()


def test_the_sql_stands_on_a_folded_tab(see: See) -> None:
    html = see("/services/shop/slo")
    assert "with evidence as (" in html
    assert "<summary>SQL</summary>" in html


def test_an_earlier_date_is_kept_by_the_rows(see: See) -> None:
    assert f"/rows/measured?at={FIRST}" in see(f"/services/search/slo?at={FIRST}")


def test_both_languages_tell_the_same_page(see: See) -> None:
    assert "元になった行を表示" in see("/services/shop/slo?lang=ja")


def test_what_was_left_out_stands_beside_the_criteria_it_concerns(
    tmp_path: Path, serve_home: Callable[[Path], None]
) -> None:
    home = catalog_home(tmp_path / "home")
    incident_row = row("incidents", incident_id="a", service_id="shop", detected_at="2026-09-20T00:00:00Z", severity=9)
    (tmp_path / "incidents.jsonl").write_text(json.dumps(incident_row) + "\n")
    delivery = read_tables([("incidents", tmp_path / "incidents.jsonl")])
    collect_rows(home.store, delivery, Batch("rows", datetime(2026, 10, 1, 20), LAST, covers=("*",)))
    home.assessor.assess(LAST)
    serve_home(home.root)
    pages = {
        lang: Client(headers={"accept-language": lang}).get("/services/shop/incident-response").content.decode()
        for lang in ("en", "ja")
    }
    severity = next(one for one in pages["en"].split('<article class="crit"') if one.startswith(' id="severity"'))
    assert "Something about incidents could not be read, so this is unknown until it is mended." in severity
    assert "incidents.jsonl:1: incidents.severity is 9, outside 1 to 5. Check the value and its unit." in severity
    assert "incidents.jsonl:1: incidents.severity" in pages["ja"]
    other = Client().get("/services/cart/incident-response").content.decode()
    assert "incidents.jsonl" not in other


def test_a_level_is_explained_by_the_program_that_decided_it(
    cast_home: Workspace, tmp_path: Path, serve_home: Callable[[Path], None]
) -> None:
    shutil.copytree(cast_home.root, tmp_path / "home")
    changed = tmp_path / "home" / "program" / "slo" / "reviewed-quarterly.yaml"
    changed.parent.mkdir(parents=True)
    changed.write_text("asks: {en: Looked over twice a year, ja: 年に2回見直している}\n", "utf-8")
    serve_home(tmp_path / "home")
    browser = Client(headers={"accept-language": "en"})
    page = browser.get("/services/shop/slo").content.decode()
    assert "Looked over twice a year" not in page
    assert shipped().criterion("slo.reviewed-quarterly").asks["en"] in page
    assert "Looked over twice a year" in browser.get("/reference/slo/reviewed-quarterly").content.decode()
