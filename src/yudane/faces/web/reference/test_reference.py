"""The reference says what runs: Ren looks up why, Sora how to fill a table."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from yudane.contracts import shipped_contracts, views
from yudane.contracts.contract import RESULTS
from yudane.evidence.batch import ALL
from yudane.faces.web.conftest import See
from yudane.faces.web.testing import take
from yudane.program.load import shipped
from yudane.words import LANGUAGES, Lang, codes
from yudane.workspace import Workspace

PROGRAM = shipped()
ADDRESSES = [
    "/reference",
    "/reference/tables",
    *(f"/reference/{activity.key}" for activity in PROGRAM.activities),
    *(f"/reference/{check.activity}/{check.name}" for check in PROGRAM.checks()),
    *(
        f"/reference/tables/{name}"
        for name in (*shipped_contracts(), *views(), *(table.name for table in PROGRAM.tables))
    ),
]
OWN = [
    "/reference/slo/strict-share",
    "/reference/phases/design",
    "/reference/tables/strict_targets",
    "/reference",
    "/reference/slo",
    "/reference/tables",
]


def pages(client: Client, addresses: list[str], langs: Sequence[Lang] = LANGUAGES) -> Iterator[tuple[str, Lang, str]]:
    for address in addresses:
        for lang in langs:
            response = client.get(address, {"lang": lang})
            assert response.status_code == 200, address
            yield address, lang, response.content.decode()


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", re.sub(r"</t[dh]>", " ", html.split("<main")[1]))).split())


def test_everything_there_is_has_its_page_in_both_languages(own: Client) -> None:
    """With one heading, anchors that are unique, no inline script and no word left unfilled."""
    for address, lang, html in pages(own, [*ADDRESSES, *OWN]):
        assert f'<html lang="{lang}"' in html
        assert html.count("<h1") == 1, address
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), address
        assert re.findall(r'<script(?![^>]* src=)|<style|\son[a-z]+="|\sstyle=|javascript:', html) == [], address
        visible_text = re.sub(r"<(pre|code|details).*?</\1>", "", html, flags=re.DOTALL)
        assert set(re.findall(r"\{[a-z_]+\}", visible_text)) <= {"{i}"}, address


def test_every_link_within_leads_somewhere(own: Client) -> None:
    html_by_address = {address: html for address, _, html in pages(own, [*ADDRESSES, *OWN], ("en",))}
    for address, html in list(html_by_address.items()):
        for target in re.findall(r'href="(/(?:reference|guides)[^"]*|#[^"]*)"', html.split("<main")[1]):
            path, _, anchor = unescape(target).partition("#")
            path = path or address
            if path not in html_by_address:
                found = own.get(path)
                assert found.status_code == 200, (address, target)
                html_by_address[path] = found.content.decode()
            if not path.startswith("/guides/"):
                assert not anchor or f'id="{anchor}"' in html_by_address[path], (address, target)


def test_the_example_of_every_table_is_taken_in(web: Client, tmp_path: Path) -> None:
    rows = {}
    for name in shipped_contracts():
        html = web.get(f"/reference/tables/{name}").content.decode()
        line = unescape(re.findall(r'<pre id="y-row"[^>]*><code>(.*?)</code>', html, flags=re.DOTALL)[0])
        assert "\n" not in line
        rows[name] = [json.loads(line)]
        assert f"yudane collect rows {name}=FILE" in html or name in RESULTS
    take(Workspace.create(tmp_path / "home"), rows, covers=ALL, source="records")


def test_what_is_asked_and_how_it_is_decided_stand_in_words(see: See) -> None:
    html = text(see("/reference/incident-response/ack-time"))
    for part in (
        "When a page goes out, somebody acknowledges it within minutes.",
        "Level 3 core measured only",
        "within answer_p90_minutes minutes (the limit is answer_limit_minutes minutes)",
        "Fewer than min_n pages were answered",
        "tier1 5 minutes 1 minute to 1,440 minutes Nine of ten pages",
        "the outcome is “Not applicable”",
        "PagerDuty's guide advises to escalate after five minutes. checked at the source",
        "percentile_disc(0.9)",
    ):
        assert part in html, part


def test_examples_are_small_tables_with_times_in_words(see: See) -> None:
    html = see("/reference/incident-response/ack-time?lang=ja")
    assert "20日前から11日前まで、1日ごと" in html
    assert "19日23時間55分前" in html
    assert '<span class="unmet">未達</span>' in html


def test_a_criterion_links_the_tables_it_reads_and_they_link_back(see: See) -> None:
    assert 'href="/reference/tables/alert_notifications' in see("/reference/incident-response/ack-time")
    assert 'href="/reference/incident-response/ack-time"' in see("/reference/tables/alert_notifications")
    assert 'href="/reference/tables/slo_definitions"' in see("/reference/tables/active_slos")
    assert 'href="/reference/tables/active_slos"' in see("/reference/tables/slo_definitions")


def test_a_table_tells_types_enum_values_and_who_is_a_person(see: See) -> None:
    html = text(see("/reference/tables/incidents"))
    assert "one of alert, user, support, internal, other" in html
    assert "may be empty person, kept as a pseudonym" in html
    assert "A row is left out of assessments of dates before its detected_at." in html
    assert "within the last 7 days" in html


def test_an_indicator_has_its_page_with_what_was_set_otherwise(own: Client) -> None:
    html = text(own.get("/reference/slo/strict-share").content.decode())
    assert "Indicator in percent higher is better experimental" in html
    assert "share_min The organization 90 % 1 Sep 2026 Sora We agreed on it." in html
    assert "share_min Service shop 100 % 1 Jan 2999 not yet Mei A try." in html
    assert "an old one" not in html
    assert "(only sources that fill target)" in html
    assert "shop Not met, 0.5" in html
    assert "SLI queries (only sources that tell every row)" in html


def test_a_decision_table_is_shown_with_its_exact_values(own: Client) -> None:
    html = text(own.get("/reference/tables/strict_targets").content.decode())
    assert "availability 0.99995" in html
    assert "Share of strict SLOs" in html
    assert 'href="/reference/tables/strict_targets"' in own.get("/reference/slo").content.decode()


def test_what_is_observed_of_a_phase_stands_under_the_phases(own: Client) -> None:
    assert 'href="/reference#phases"' in own.get("/reference/phases/design").content.decode()
    assert 'href="/reference/phases/design"' in own.get("/reference").content.decode()
    assert own.get("/reference/phases").headers["Location"] == "/reference#phases"


def test_an_earlier_name_leads_to_the_present_one(own: Client) -> None:
    response = own.get("/reference/slo/hard-share")
    assert (response.status_code, response.headers["Location"]) == (302, "/reference/slo/strict-share")


def test_words_of_an_organization_stay_words(own: Client) -> None:
    html = own.get("/reference/slo/strict-share").content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt; words" in html


def test_the_rubric_counts_what_each_level_asks(see: See) -> None:
    html = text(see("/reference"))
    slo = PROGRAM.activity("slo")
    assert f"SLI/SLO {len(slo.criteria_of(2, 'core'))} core, {len(slo.criteria_of(2, 'extended'))} extended" in html
    assert "zone Asia/Tokyo" in html


def test_every_word_used_here_is_there() -> None:
    for path in Path(__file__).parents[1].rglob("*.html"):
        for code in re.findall(r'{% t "reference\.([a-z0-9_]+)"(?!\|)', path.read_text("utf-8")):
            assert code in codes("reference"), (path, code)


@pytest.mark.parametrize("address", ["/reference/nothing", "/reference/slo/nothing", "/reference/tables/nothing"])
def test_there_is_no_reference_to_nothing(see: See, address: str) -> None:
    see(address, 404)


def test_why_guide_and_navigation_lead_here(see: See) -> None:
    assert 'href="/reference/slo/measured"' in see("/services/shop/slo")
    assert 'href="/reference/slo"' in see("/guides/slo")
    assert 'href="/reference" aria-current="page"' in see("/reference")


def test_a_changed_program_changes_its_pages(
    own_home: Workspace, tmp_path: Path, serve_home: Callable[[Path], None]
) -> None:
    home = Workspace.create(tmp_path / "home")
    serve_home(home.root)
    assert "We agreed on it." not in Client().get("/reference/slo/measured").content.decode()
    (home.root / "program" / "overrides.yaml").write_text(
        "overrides:\n  - {check: slo.measured, param: coverage_min, value: 0.9, author: Sora, "
        f"reason: We agreed on it., on: {date(2026, 1, 1)}}}\n"
    )
    assert "We agreed on it." in Client().get("/reference/slo/measured").content.decode()
