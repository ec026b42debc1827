"""Numbers with a goal: Sora follows how the work that is not handed over goes."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from yudane.assessment.rows import PastValue
from yudane.faces.web.activity.trend import line, words
from yudane.faces.web.conftest import See
from yudane.faces.web.testing import DATES
from yudane.program.load import load_program
from yudane.workspace import Workspace


def names(html: str) -> list[str]:
    table = html.split('<table class="plain wide"')[1].split("</table>", maxsplit=1)[0]
    return re.findall(r'<th scope="row"><a [^>]+>([^<]+)', table)


def section(html: str, name: str) -> str:
    return html.split(f'id="{name}"')[1].split("</section>", maxsplit=1)[0]


def test_a_number_stands_with_its_unit_and_its_goal_as_sign_and_word(tracked: See) -> None:
    html = section(tracked("/activities/leading"), "led")
    assert "<strong>76.92 %</strong>" in html
    assert '<span class="out unmet"><span aria-hidden="true">✗</span>Goal not reached</span>' in html


def test_it_says_why_what_to_do_next_and_how_many_services_were_looked_at(tracked: See) -> None:
    html = section(tracked("/activities/leading"), "led")
    assert "The team led only 10 of 13 incidents." in html
    assert "Let the team lead the next one." in html
    assert "4 of 7 services looked at" in html
    assert "Goal not reached: 1, No data: 3, Goal reached: 1, Not applicable: 2" in html


def test_the_trend_is_a_line_with_the_same_in_words(tracked: See) -> None:
    html = section(tracked("/activities/leading"), "led")
    assert re.search(
        r'<svg class="steps trend"[^>]+role="img" aria-label="From [\d.]+ % on 16 Sep 2026 to 76.92 %', html
    )
    assert html.count("<circle") == 2


def test_services_come_worst_first_and_can_be_sorted_by_links(tracked: See) -> None:
    assert names(tracked("/activities/leading/led"))[0] == "Search"
    by_name = tracked("/activities/leading/led?sort=name")
    assert names(by_name) == sorted(names(by_name), key=str.casefold)
    assert '<a href="?sort=team">' in by_name
    assert names(tracked("/activities/leading/led?sort=nonsense"))[0] == "Search"


def test_what_nobody_looked_at_says_what_to_connect(tracked: See) -> None:
    page = tracked("/activities/leading")
    assert "Nothing has looked at training sessions yet; company SRE can connect the missing sources" in page
    assert "Nothing has looked at training sessions yet" in tracked("/activities/leading/unseen")
    html = section(page, "unseen")
    assert "No data source has looked at any service for: training sessions. Company SRE can connect one" in html
    assert "No value in the assessments kept so far." in html


def test_an_activity_without_numbers_says_how_to_get_some(tracked: See) -> None:
    html = tracked("/activities/bare")
    assert "Nothing is tracked here" in html
    assert "yudane check new" in html


def test_a_page_of_one_number_tells_every_date_and_how_it_is_decided(tracked: See) -> None:
    html = tracked("/activities/leading/led")
    assert html.count('<time datetime="2026-09-16">') == 1
    assert "<code>share_min</code></th><td>80 %</td>" in html
    assert "<summary>SQL</summary>" in html


def test_the_rows_behind_a_number_can_be_seen_for_each_service(tracked: See) -> None:
    assert "/services/search/leading/rows/led" in tracked("/activities/leading/led")
    html = tracked("/services/search/leading/rows/led")
    assert "INC-search-20" in html
    assert 'href="/activities/leading/led">Back to the numbers' in html


def test_the_map_and_the_service_lead_to_the_numbers(tracked: See) -> None:
    assert '<a href="/activities/leading">Leading</a>' in tracked("/map")
    assert f'<a href="/activities/leading?at={DATES[2]}">Leading</a>' in tracked(f"/services/shop?at={DATES[2]}")


def test_a_service_s_own_numbers_stand_where_its_level_would(tracked: See) -> None:
    html = tracked("/services/search/leading")
    assert "This activity has no level here." in html
    assert "The team led only 0 of 3 incidents." in html


def test_an_activity_with_levels_and_no_numbers_leads_to_the_map(tracked: See) -> None:
    assert Client().get("/activities/dev-efficiency").headers["location"] == "/map?activity=dev-efficiency"
    tracked("/activities/nothing", 404)
    tracked("/activities/leading/nothing", 404)


def test_an_activity_with_levels_shows_what_its_teams_do_themselves(tracked: See) -> None:
    html = section(tracked("/activities/incident-response"), "own-work")
    assert "Incidents led by the team" in html
    assert "Of 13 incidents of the last 90 days with a known lead, only 10 were led" in html


def test_an_assessment_older_than_the_number_says_so(
    tracked_home: Workspace, tmp_path: Path, serve_home: Callable[[Path], None]
) -> None:
    shutil.copytree(tracked_home.root, tmp_path / "home")
    home = Workspace.open(tmp_path / "home")
    home.assessments.table(home.assessment(), "indicated").unlink()
    serve_home(home.root)
    html = Client().get("/activities/leading?lang=en").content.decode()
    assert "This assessment was made before this number was tracked." in html
    assert "<code>yudane assess</code>" in html


def test_japanese_readers_get_the_same(tracked: See) -> None:
    html = tracked("/activities/leading?lang=ja")
    assert "目標未達" in html
    assert "7サービスのうち4サービスを確認" in html


@pytest.mark.parametrize(
    ("values", "circles", "path"),
    [
        ([None, None], 0, ""),
        ([0.5, None], 0, ""),
        ([0.5, 0.5], 2, "M6.0 24.0L170.0 24.0"),
        ([0.1, None, 0.2], 2, "M6.0 42.0M170.0 6.0"),
    ],
)
def test_the_line_has_gaps_where_nothing_was_known(
    tracked_home: Workspace, values: list[float | None], circles: int, path: str
) -> None:
    indicator = load_program(tracked_home.overlay).indicator("leading.led")
    past: list[PastValue] = [
        {"as_of": DATES[n], "indicator_id": "leading.led", "value": value, "outcome": "met"}
        for n, value in enumerate(values)
    ]
    drawn = line(indicator, past, "en")
    assert drawn.count("<circle") == circles
    assert path in drawn
    assert bool(words(indicator, past, "en")) == any(value is not None for value in values)
