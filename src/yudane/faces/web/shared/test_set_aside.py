"""A level that does without some criteria says so wherever it is shown."""

import csv
import io
from typing import cast

from django.test import Client

from yudane.assessment.rows import LevelRow
from yudane.faces.web.conftest import See
from yudane.faces.web.shared.draw import marks_css, marks_words, set_aside


def test_exemptions_and_the_agreed_ideal_are_told_apart() -> None:
    row = cast("LevelRow", {"exempt": 3, "ideal": 1})
    assert set_aside(row) == (2, 1)
    assert marks_words(row, "en") == ["with 2 exemptions", "agreed ideal: 1 criterion set aside"]
    assert marks_words(row, "ja") == ["適用除外2件を含む", "合意した「あるべき姿」により1項目を除外"]
    assert marks_css(row) == " ex id"


def test_an_assessment_from_before_ideals_only_has_exemptions() -> None:
    assert set_aside(cast("LevelRow", {"exempt": 1})) == (1, 0)
    assert set_aside(None) == (0, 0)
    assert marks_words(cast("LevelRow", {"exempt": 0, "ideal": None}), "en") == []


def test_the_map_its_table_the_service_and_the_reasons_all_say_so(tracked: See) -> None:
    html = tracked("/map")
    assert "with 1 exemption" in html
    assert "agreed ideal: 1 criterion set aside" in html
    assert '<span class="tag">with 1 exemption</span>' in tracked("/services/shop")
    assert '<span class="tag">agreed ideal: 1 criterion set aside</span>' in tracked("/services/shop/slo")
    assert 'class="tile lu id"' in tracked("/services/shop/slo") or 'class="tile l1 id"' in tracked(
        "/services/shop/slo"
    )
    rows = {
        (row["service"], row["activity"]): row
        for row in csv.DictReader(io.StringIO(Client().get("/map.csv").content.decode()))
    }
    assert (rows["shop", "slo"]["exempt"], rows["shop", "slo"]["ideal"]) == ("1", "1")


def test_an_announced_criterion_says_from_when_it_counts(tracked: See) -> None:
    assert '<span class="tag">counts from 1 Apr 2027</span>' in tracked("/services/shop/slo")
    assert "2027年4月1日から判定に使用" in tracked("/services/shop/slo?lang=ja")


def test_a_value_set_otherwise_says_by_whom_and_why(tracked: See) -> None:
    html = tracked("/services/search/slo")
    assert "70 % for this service instead of 95 %. Set by &lt;b&gt;Mei&lt;/b&gt; on 10 Sep 2026" in html
