"""The catalog: Sora looks for services nobody owns."""

import re

from yudane.faces.web.conftest import See
from yudane.words.folding import folded


def names(html: str) -> list[str]:
    services = html.split('id="y-services"')[1].split("</table>", maxsplit=1)[0] if 'id="y-services"' in html else ""
    return [name.strip() for name in re.findall(r'scope="row">(?:<a [^>]+>)?([^<]+)', services)]


def test_services_without_a_team_come_first(see: See) -> None:
    html = see("/catalog")
    assert names(html)[0] == "Ledger"
    assert "1 without a team" in html


def test_each_says_whether_it_is_assessed_and_why_not(see: See) -> None:
    html = see("/catalog")
    for text in ("Not assessed: not in production yet", "Not assessed: deprecated", "Not assessed: out of scope"):
        assert text in html
    assert "Shown but not counted" in html


def test_search_takes_full_width_letters_and_any_case(see: See) -> None:
    assert names(see("/catalog?q=ＳＨＯＰ")) == ["Online shop"]
    assert names(see("/catalog?q=ﾒｰﾙ")) == ["メール配信"]
    assert names(see("/catalog?q=aoi+CHECK")) == ["Checkout"]
    assert folded("　Ａ  b　") == "a b"


def test_a_search_without_result_offers_the_way_back(see: See) -> None:
    html = see("/catalog?q=zzz")
    assert "Nothing fits" in html
    assert 'href="/catalog">Clear filters' in html


def test_a_part_can_be_shown(see: See) -> None:
    assert names(see("/catalog?show=no_team")) == ["Ledger"]
    assert "Fax gateway" in names(see("/catalog?show=not_assessed"))
    assert "Fax gateway" not in names(see("/catalog?show=assessed"))


def test_teams_stand_with_what_they_own(see: See) -> None:
    html = see("/catalog")
    assert 'href="/map?team=aoi-team"' in html
    assert "Company SRE" in html
    assert "no longer active" in html


def test_what_was_searched_for_is_shown_as_text(see: See) -> None:
    assert "<script>" not in see("/catalog?q=<script>alert(1)</script>")
