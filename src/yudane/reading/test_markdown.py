"""Markdown as people write it: headings, sections, lists to tick off, tables."""

from typing import Any

import pytest

from yudane.reading.markdown import read_markdown
from yudane.reading.problem import ProblemsError


def read(text: str) -> Any:
    return next(read_markdown(text, "a.md")).value


def section(text: str, title: str) -> Any:
    return next(s for s in read(text)["sections"] if s["title"] == title)


def test_front_matter_title_and_headings_keep_their_lines() -> None:
    body = read("---\nstatus: draft\n---\n# Shop is down\n\n## Impact\n\nNone.\n")
    assert body["front"] == {"status": "draft"}
    assert body["title"] == "Shop is down"
    assert body["headings"] == [
        {"level": 1, "text": "Shop is down", "line": 4},
        {"level": 2, "text": "Impact", "line": 6},
    ]


def test_front_matter_that_holds_nothing_is_an_empty_mapping() -> None:
    assert read("---\n# nothing yet\n---\ntext\n")["front"] == {}
    assert read("---\n---\ntext\n")["front"] == {}


def test_front_matter_that_is_a_list_is_refused() -> None:
    with pytest.raises(ProblemsError):
        read("---\n- one\n---\ntext\n")


def test_a_section_holds_the_text_up_to_the_next_heading_of_any_level() -> None:
    sections = read("before\n# Title\nintro\n\n## Impact\n\n40 minutes\n### Users\n1,200 users\n")["sections"]
    assert [(s["level"], s["title"], s["line"], s["text"]) for s in sections] == [
        (1, "Title", 2, "intro"),
        (2, "Impact", 5, "40 minutes"),
        (3, "Users", 8, "1,200 users"),
    ]


def test_an_underlined_heading_begins_a_section_below_its_line() -> None:
    assert section("---\na: 1\n---\nImpact\n======\n\nNone.\n", "Impact") == {
        "level": 1, "title": "Impact", "line": 4, "text": "None.", "items": [], "rows": [],
    }  # fmt: skip


def test_a_rule_below_a_heading_is_no_second_heading() -> None:
    assert [h["text"] for h in read("# Title\n---\ntext\n")["headings"]] == ["Title"]


def test_signs_that_close_a_heading_are_dropped_and_those_of_a_word_kept() -> None:
    assert [h["text"] for h in read("# Impact ##\n## C#\n## ##\n")["headings"]] == ["Impact", "C#", ""]


def test_long_lines_of_signs_are_read_at_once() -> None:
    assert read("# " + "#" * 200_000 + "x\n" + "<!--" * 200_000 + "\n" + "|-" * 100_000)["sections"][0]["rows"] == []


def test_what_is_fenced_or_commented_out_is_text_and_nothing_else() -> None:
    text = "# A\n```\n# no heading\n- no item\n```\n<!--\n## no heading\n| a |\n|---|\n| b |\n-->\n~~~\n```\n# no\n~~~\n## B\n"
    body = read(text)
    assert [h["text"] for h in body["headings"]] == ["A", "B"]
    assert body["sections"][0]["items"] == []
    assert body["sections"][0]["rows"] == []
    assert "# no heading" in body["sections"][0]["text"]
    assert body["sections"][1]["line"] == 16


def test_items_say_whether_their_box_is_ticked() -> None:
    assert section("# To do\n- [ ] one\n- [x] two\n* [X] three\n1. four\n2) five\n- [link](u)\n", "To do")["items"] == [
        {"line": 2, "text": "one", "done": False},
        {"line": 3, "text": "two", "done": True},
        {"line": 4, "text": "three", "done": True},
        {"line": 5, "text": "four", "done": None},
        {"line": 6, "text": "five", "done": None},
        {"line": 7, "text": "[link](u)", "done": None},
    ]


def test_what_is_indented_below_an_item_belongs_to_it() -> None:
    text = "# To do\n- one\n  goes on\nlazily\n  - nested\n\n  a second paragraph\n\nNot an item.\n- two\n"
    assert section(text, "To do")["items"] == [
        {"line": 2, "text": "one\ngoes on\nlazily\n- nested\na second paragraph", "done": None},
        {"line": 10, "text": "two", "done": None},
    ]


def test_rulers_and_code_blocks_are_no_items() -> None:
    assert section("# To do\n\n* * *\n- - -\n\n    - code\n", "To do")["items"] == []


def test_rows_of_a_table_are_keyed_by_its_header() -> None:
    text = "# To do\nItem | Owner\n--- | ---\nOne \\| a | Ren\n| Two | |\n| | |\n\n| A |\n|:-:|\n| 1 | 2 |\n"
    assert section(text, "To do")["rows"] == [
        {"line": 4, "cells": {"Item": "One | a", "Owner": "Ren"}},
        {"line": 5, "cells": {"Item": "Two"}},
        {"line": 10, "cells": {"A": "1"}},
    ]


def test_lines_with_pipes_but_without_a_ruler_are_no_table() -> None:
    assert section("# To do\n| a | b |\n| c | d |\n", "To do")["rows"] == []


def test_windows_line_ends_change_nothing() -> None:
    assert read("# A\r\n\r\n- [x] b\r\n") == read("# A\n\n- [x] b\n")
