"""The page of a service: Ren wants to know what to do next."""

import json
import shutil
from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from pathlib import Path

from django.test import Client

from yudane.assessment.rows import PastLevel
from yudane.contracts import shipped_contracts
from yudane.evidence.batch import Batch
from yudane.evidence.collect import collect_rows
from yudane.evidence.delivery import read_tables
from yudane.evidence.testing import current_rows
from yudane.faces.web.conftest import See
from yudane.faces.web.service.history import changes, line, words
from yudane.faces.web.testing import FIRST, take
from yudane.words import LANGUAGES
from yudane.workspace import Workspace


def test_the_head_says_who_answers_for_it_and_how_fresh_the_data_is(see: See) -> None:
    html = see("/services/shop")
    for text in ("Online shop", "Aoi's team".replace("'", "&#x27;"), "Commerce", "Oldest data"):
        assert text in html


def test_each_rated_activity_is_a_ladder_with_what_is_met_at_each_step(see: See) -> None:
    html = see("/services/shop")
    assert html.count('<section class="card"') == 9
    assert "5 of 5 met" in html


def test_what_a_level_asks_is_never_told_as_a_fact_about_a_service(see: See, cast_home: Workspace) -> None:
    program = cast_home.program
    for lang in LANGUAGES:
        for name in ("shop", "search", "mail"):
            for address in (f"/services/{name}", *(f"/services/{name}/{activity.key}" for activity in program.rated)):
                html = unescape(see(f"{address}?lang={lang}"))
                assert not [a.key for a in program.rated for says in a.levels.values() if says[lang] in html], address


def test_a_service_nobody_looked_at_stands_at_no_level_and_gets_no_advice(see: See) -> None:
    html = see("/services/mail")
    assert html.count('class="tile lu"') == 9
    assert 'class="rung l' not in html.replace('class="rung lu"', "")
    assert '<span aria-hidden="true">2?</span><span class="vh">not known</span>' in html
    assert "5 not known" in html
    assert " of 5" not in html
    assert "Missing for level" not in html
    assert "How to get there" not in html
    assert "5 core criteria, for want of SLO definitions, review meetings and SLI measurements." in html


def test_one_sentence_says_what_did_not_look_and_who_mends_it(see: See) -> None:
    assert "Nothing has looked at incidents, postmortems, SLO definitions, deployments and" in see("/services/mail")
    html = see("/services/cart")
    assert html.count("company SRE can") == 1
    assert "The data on documents (old-wiki, last on 18 Sep 2026) went stale and nothing has looked at" in html
    assert "company SRE can collect again what went stale and connect the missing sources" in html
    assert "全社SREによる古いデータの再収集、データソースの接続が必要です" in see("/services/cart?lang=ja")


def test_what_is_known_and_not_known_of_a_level_stand_apart(see: See) -> None:
    html = see("/services/cart")
    assert "3 of 5 met, 2 not known" in html
    assert '<rect class="yes" width="3" height="1"/><rect class="no" x="3" width="0" height="1"/>' in html


def test_the_next_level_names_what_is_missing_and_the_way_there(see: See) -> None:
    html = see("/services/checkout")
    assert "Missing for level 2" in html
    assert "/guides/postmortem#policy" in html


def test_at_the_top_nothing_is_missing(see: See) -> None:
    assert "All three levels are reached." in see("/services/shop")


def test_a_level_above_the_evidence_says_since_when_it_is_unconfirmed(see: See) -> None:
    html = see("/services/cart")
    assert "not confirmed since 1 Oct 2026" in html
    assert "Evidence now: Level 1 to 2" in html


def test_a_change_is_told_with_its_cause(see: See) -> None:
    assert "Level 1 → 2 on 16 Sep 2026 (the evidence changed)." in see("/services/checkout")
    assert "2026年9月16日にレベル1 → 2(証跡の変化)。" in see("/services/checkout?lang=ja")


def test_a_coming_change_says_when_it_would_count(see: See) -> None:
    html = see("/services/shop?at=2026-09-01")
    assert "pointed to level 1 since 1 Sep 2026. If it still does on 1 Oct 2026, the level goes down" in html


def test_the_history_is_a_line_with_its_words(see: See) -> None:
    html = see("/services/checkout")
    assert "Published level over time: Level 1 from 1 Aug 2026, Level 2 from 16 Sep 2026." in html


def test_an_unknown_service_is_a_404_with_names_that_are_near(see: See) -> None:
    html = see("/services/shpo", 404)
    assert "There is no such service" in html
    assert 'href="/services/shop"' in html
    assert 'href="/services/shop"' in see("/services/onlin shop", 404)


def test_a_service_that_is_not_assessed_says_why(see: See) -> None:
    assert "This service is experimental." in see("/services/lab")
    assert "deprecated" in see("/services/fax")
    assert "out of the program&#x27;s scope" in see("/services/partner/slo")


def test_an_earlier_date_is_kept_by_the_links(see: See) -> None:
    assert f"/services/shop/slo?at={FIRST}" in see(f"/services/shop?at={FIRST}")


def row(day: int, level: int | None, program: str = "a") -> PastLevel:
    return {
        "as_of": date(2026, 1, day),
        "program_version": program,
        "service_id": "shop",
        "activity": "slo",
        "lowest": level or 1,
        "highest": level or 3,
        "published": level,
        "published_before": None,
        "published_on": None,
        "cause": None,
    }


def test_the_line_has_gaps_where_nothing_was_published_and_marks_a_new_program() -> None:
    history = [row(1, 1), row(5, None), row(9, 2, "b"), row(11, 3, "b")]
    assert [(c.before, c.after) for c in changes(history)] == [(2, 3), (None, 2), (1, None), (None, 1)]
    drawn = line(history, "en")
    assert drawn.count('class="mark"') == 1
    assert drawn.count("M") >= 5
    assert words(history, "ja").startswith("レベルの推移: 2026年1月1日からレベル1、")


def test_no_line_is_drawn_where_nothing_was_ever_known() -> None:
    assert line([row(1, None), row(5, None)], "en") == ""


def test_one_date_makes_no_line() -> None:
    assert line([row(1, 1)], "en") == ""


def test_the_old_address_of_a_renamed_service_leads_to_the_new_with_its_history(
    cast_home: Workspace, tmp_path: Path, serve_home: Callable[[Path], None]
) -> None:
    shutil.copytree(cast_home.root, tmp_path / "home")
    home = Workspace.open(tmp_path / "home")
    services = current_rows(home.lake, "services")
    renamed = [{**row, "service_id": "store" if row["service_id"] == "shop" else row["service_id"]} for row in services]
    kept = [{name: row[name] for name in shipped_contracts()["services"].names} for row in renamed]
    take(
        home,
        {"service_names": [{"system": "catalog", "name": "shop", "service_id": "store"}]},
        covers="*",
        source="names",
    )
    path = tmp_path / "services.jsonl"
    path.write_text("".join(json.dumps(row, default=str) + "\n" for row in kept), "utf-8")
    batch = Batch("catalog", datetime(2026, 10, 1, 8), date(2026, 10, 1), restates=("",))
    collect_rows(home.store, read_tables([("services", path)]), batch)
    home.assessor.assess(date(2026, 10, 2))
    serve_home(home.root)
    client = Client(headers={"accept-language": "en"})
    response = client.get("/services/shop/slo?at=2026-10-02")
    assert (response.status_code, response["location"]) == (302, "/services/store/slo?at=2026-10-02")
    html = client.get(response["location"]).content.decode()
    assert "Online shop" in html
    assert len(home.answers.history("store", "slo", before=["shop"])) == len(home.assessments.dates())
