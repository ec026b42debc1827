"""The worked example: exactly the files a reader copies, by the commands a reader types."""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.readme import run_blocks
from yudane.evidence.batch import ALL, Batch, Report
from yudane.evidence.collect import collect
from yudane.evidence.delivery import read_paths
from yudane.evidence.sources import load_source
from yudane.evidence.testing import SHARED, current_rows, store_at

HERE = Path(__file__).parent
FIXTURES = HERE / "fixtures"
NOT_SAID = "(not said)"
WHOLE_PAGE = "(whole page)"


def collected(key: str, own: Path, path: Path, home: Path) -> tuple[Report, list[dict[str, Any]]]:
    """Rows of incidents that stand after a collection with an own source."""
    store, source = store_at(home), load_source(key, own=own)
    now = datetime.now(UTC).replace(tzinfo=None)
    batch = Batch(
        key, now, now.date(), covers=(ALL,), restates=(str(path),), names=source.names, not_filled=source.not_filled
    )
    return collect(store, source, read_paths(source, [path]), batch), current_rows(store.lake, "incidents")


def values_of(row: dict[str, Any], *columns: str) -> tuple[Any, ...]:
    return tuple(row[column] for column in columns)


def test_the_sample_history_becomes_incidents(tmp_path: Path) -> None:
    report, rows = collected("status-page", HERE, HERE / "history.jsonl", tmp_path)
    assert report.complete
    assert [values_of(row, "incident_id", "service_id", "severity") for row in rows] == [
        ("8f2k", "Search", 3),
        ("9c1m/Checkout", "Checkout", 2),
        ("9c1m/Refunds", "Refunds", 2),
        ("a0q7", WHOLE_PAGE, 5),
        ("b7t2/Checkout", "Checkout", 1),
        ("b7t2/Refunds", "Refunds", 1),
        ("b7t2/Search", "Search", 1),
    ]
    times = ("impact_started_at", "detected_at", "first_update_at", "resolved_at", "closed_at")
    assert values_of(rows[1], *times, "customer_visible", "detected_by", "source_ref") == (
        datetime(2026, 9, 8, 1, 9),
        datetime(2026, 9, 8, 1, 31),
        datetime(2026, 9, 8, 1, 31),
        datetime(2026, 9, 8, 3, 5),
        datetime(2026, 9, 8, 3, 5),
        True,
        "other",
        "https://status.example.com/incidents/9c1m",
    )
    assert [row["customer_visible"] for row in rows] == [True, True, True, False, True, True, True]
    assert values_of(rows[4], "resolved_at", "closed_at") == (None, None)


def test_collecting_twice_changes_nothing_and_what_is_gone_is_withdrawn(tmp_path: Path) -> None:
    history = tmp_path / "history.jsonl"
    lines = (HERE / "history.jsonl").read_text("utf-8").splitlines(keepends=True)
    for text, changed, withdrawn in ((lines, 7, 0), (lines, 0, 0), (lines[1:], 0, 1)):
        history.write_text("".join(text), "utf-8")
        report, _ = collected("status-page", HERE, history, tmp_path)
        assert (report.tables["incidents"].changed, report.tables["incidents"].withdrawn) == (changed, withdrawn)


def test_lines_that_cannot_be_used_are_reported_and_spoil_no_other(tmp_path: Path) -> None:
    history = tmp_path / "history.jsonl"
    good = json.dumps({"id": "ok", "started_at": "2026-09-01T00:00:00Z", "impact": "odd", "components": ["Search"]})
    history.write_text(f'{{"id": "timeless", "components": ["Search"]}}\n{{"id":\n{good}\n[]\n"text"\n', "utf-8")
    report, rows = collected("status-page", HERE, history, tmp_path)
    assert [values_of(row, "incident_id", "severity", "detected_at") for row in rows] == [
        ("ok", None, datetime(2026, 9, 1))
    ]
    assert [(problem.code, problem.place.line) for problem in report.messages] == [("json_broken", 2)]
    refused = {
        (rejection.code, rejection.args["column"]): rejection.first.line
        for rejection in report.tables["incidents"].rejected
    }
    assert refused == {("missing", "detected_at"): 1, ("missing", "incident_id"): 5}
    assert report.received == report.stored + report.rejected == 3


@pytest.mark.parametrize("readme", ["README.en.md", "README.ja.md"])
def test_the_commands_of_the_readme_run(readme: str, tmp_path: Path) -> None:
    run_blocks(HERE, readme, tmp_path)
    here = tmp_path / "own-source"
    rows = current_rows(store_at(here / "home").lake, "incidents")
    assert Counter(row["service_id"] for row in rows) == {"search": 2, "shop": 2, "pay": 2, WHOLE_PAGE: 1}


def test_both_readmes_tell_the_same() -> None:
    english, japanese = ((HERE / f"README.{lang}.md").read_text("utf-8") for lang in ("en", "ja"))
    for pattern in (r"^```\w+\n.*?^```$", r"^\| `[^|]*`(?= \|)", r"^#+(?= )", r"^(?:- |\d\.)"):
        found = [re.findall(pattern, text, re.MULTILINE | re.DOTALL) for text in (english, japanese)]
        assert [line.replace("、", ", ") for line in found[1]] == found[0], pattern


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the example data beside the project")
def test_a_real_history_is_read_to_the_last_line(tmp_path: Path) -> None:
    history = SHARED / "incidents/status-github/github-status-incidents-to-2023.jsonl"
    report, rows = collected("status-page", HERE, history, tmp_path)
    assert (report.documents, len(rows), report.messages, report.rejected) == (275, 434, [], 0)
    assert Counter(row["severity"] for row in rows) == {3: 299, 2: 113, 5: 12, 1: 10}
    assert Counter(row["service_id"] for row in rows)[WHOLE_PAGE] == 18
    assert len({row["source_ref"] for row in rows}) == 265  # the other ten are maintenance
    assert all(row["closed_at"] >= row["detected_at"] for row in rows)


def test_a_second_source_reads_notices_in_markdown(tmp_path: Path) -> None:
    (tmp_path / "notices").mkdir()
    notice = (
        "---\ntitle: {0}\ndate: 2026-09-0{1}T9:30:00-00:00\nresolved: {2}\nresolvedWhen: 2026-09-0{1}T11:00:00-00:00\n"
    )
    notice += "severity: {3}\naffected: {4}\nsection: {5}\n---\nWe are sorry.\n"
    for number, fields in enumerate(
        [("true", "down", "[shop, pay]", "issue"), ("false", "notice", "", "issue")], start=1
    ):
        (tmp_path / "notices" / f"n{number}.md").write_text(notice.format("Down", number, *fields))
    (tmp_path / "notices" / "about.md").write_text("# About this page\n")
    report, rows = collected("status-notices", FIXTURES, tmp_path / "notices", tmp_path)
    assert report.complete
    assert [values_of(row, "incident_id", "service_id", "severity", "detected_at", "resolved_at") for row in rows] == [
        ("n1/pay", "pay", 1, datetime(2026, 9, 1, 9, 30), datetime(2026, 9, 1, 11)),
        ("n1/shop", "shop", 1, datetime(2026, 9, 1, 9, 30), datetime(2026, 9, 1, 11)),
        ("n2", NOT_SAID, 5, datetime(2026, 9, 2, 9, 30), None),
    ]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the example data beside the project")
def test_real_notices_are_read_by_the_second_source(tmp_path: Path) -> None:
    report, rows = collected("status-notices", FIXTURES, SHARED / "incidents/status-jenkins-2020-2023", tmp_path)
    assert (report.documents, report.messages, report.rejected) == (182, [], 0)
    assert len({row["origin"] for row in rows}) == 182
    assert Counter(row["service_id"] for row in rows)[NOT_SAID] == 3
    assert Counter(row["service_id"] for row in rows)["ci.jenkins.io"] == 62
    assert {row["severity"] for row in rows} == {1, 3, 5}
