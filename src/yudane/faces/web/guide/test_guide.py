"""Guides: written by people, shown as clean HTML."""

import re

import pytest

from yudane.faces.web.conftest import See
from yudane.faces.web.guide.markdown import anchors, framed, render
from yudane.program.load import shipped


def test_every_criterion_can_be_linked_to(see: See) -> None:
    html = see("/guides/slo")
    for name in ("measured", "burn-alerts", "calibrated"):
        assert html.count(f'id="{name}"') == 1


def test_a_guide_carries_its_own_title_and_anchors(see: See) -> None:
    html = see("/guides/postmortem")
    assert html.count("<h1") == 1
    assert html.count('id="policy"') == 1
    assert "{#" not in html


def test_an_activity_without_rubric_has_a_section_for_each_indicator(see: See) -> None:
    html = see("/guides/infra-design")
    assert all(f'id="{one.name}"' in html for one in shipped().activity("infra-design").indicators)


def test_there_is_no_guide_to_nothing(see: See) -> None:
    see("/guides/nothing", 404)


def test_a_wide_table_scrolls_in_a_region_with_a_name(see: See) -> None:
    assert 'class="region" role="region" tabindex="0" aria-label="Table 1"><table>' in see("/guides/postmortem")
    assert framed("<table></table>", lambda number: f'"{number}"').count("&quot;1&quot;") == 1


def test_an_anchor_is_taken_off_the_heading() -> None:
    assert render("## How to begin {#begin}\n\ntext") == '<h2 id="begin">How to begin</h2>\n<p>text</p>\n'
    assert anchors("# A {#a}\n\ntext {#b}\n## C {#c}") == {"a", "c"}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/pixel.png)",
        "<img src=x onerror=alert(1)>",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<svg onload=alert(1)>",
        '## x {#"onclick=alert(1)}',
    ],
)
def test_nothing_in_a_guide_runs_or_calls_out(text: str) -> None:
    html = render(text)
    assert re.findall(r"<(?:script|img|svg)|<[^>]*\s(?:on\w+|src|style)=|href=.(?:javascript|data)", html) == []
