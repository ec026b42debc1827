"""Phases: Kei asks whether the agreed split of work is what happens."""

from typing import cast

from yudane.assessment.rows import IndicatorRow
from yudane.faces.web.conftest import See
from yudane.faces.web.phases.bar import done_by
from yudane.program.load import shipped


def row(html: str, name: str) -> str:
    return html.split(f'scope="row">{name}')[1].split("</tr>", maxsplit=1)[0]


def test_every_phase_says_who_performs_and_who_supports_with_what(see: See) -> None:
    html = see("/phases")
    assert all(phase.name["en"] in html for phase in shipped().phases)
    design = row(html, "Design")
    assert design.count("Performs") == 1
    assert "Reviews the design for availability and security" in design
    both = row(html, "Vulnerability response")
    assert both.count("Performs") == 2
    assert both.count("Supports") == 1


def test_beside_it_stands_what_was_observed_as_a_bar_and_in_text(tracked: See) -> None:
    seen = row(tracked("/phases"), "Night watch")
    assert "<strong>76.92 %</strong>" in seen
    assert "Goal not reached" in seen
    assert "Development team <b>10</b>" in seen
    assert "Company SRE <b>3</b>" in seen
    assert seen.count("<rect") == 2
    assert 'href="/phases/night-watch">Reasons' in seen


def test_the_reasons_stand_behind_it_with_all_services(tracked: See) -> None:
    html = tracked("/phases/night-watch")
    assert "The team led only 10 of 13 incidents." in html
    assert "Company SRE <b>3</b>" in html
    assert "/services/search/phases/rows/night-watch" in html
    assert "INC-search-20" in tracked("/services/search/phases/rows/night-watch")
    tracked("/phases/nothing", 404)


def test_what_nobody_observed_is_unknown_and_not_good(tracked: See) -> None:
    seen = row(tracked("/phases"), "Maintenance response")
    assert "No data" in seen
    assert "Goal reached" not in seen


def test_nobody_is_counted_where_nothing_was_measured() -> None:
    assert done_by(shipped(), None, "en") == []
    assert done_by(shipped(), cast("IndicatorRow", {"measured": '{"by_company_sre": 0}'}), "en") == []
