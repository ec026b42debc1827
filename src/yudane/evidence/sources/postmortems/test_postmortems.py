"""Postmortems in Markdown, through the real collect."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from yudane.evidence.batch import Report
from yudane.evidence.testing import SHARED, Rows, collected

HERE = Path(__file__).parent
SAMPLES = HERE / "samples"
_UNUSED = ("not_a_postmortem", "postmortem_unclear", "yaml_broken")
SECTIONS = ["action_items", "detection", "impact", "lessons", "root_causes", "summary", "timeline", "trigger"]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Rows]:
    return collected("postmortems", SAMPLES, home=tmp_path_factory.mktemp("home"))


def postmortem(rows: Rows, name: str) -> dict[str, Any]:
    return next(row for row in rows("postmortems") if row["postmortem_id"] == name)


def item(rows: Rows, name: str) -> dict[str, Any]:
    return next(row for row in rows("action_items") if row["action_item_id"] == name)


def problems(report: Report) -> list[tuple[str, int | None, str, object]]:
    return sorted(
        (Path(p.place.file).name, p.place.line, p.code, p.args.get("detail", "")) for p in report.messages
    )  # fmt: skip


def collect_text(text: str, home: Path, name: str = "shop/2026-09-08-down.md") -> tuple[Report, Rows]:
    path = home / "files" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return collected("postmortems", home / "files", home=home)


def test_every_sample_gives_rows_is_left_out_by_name_or_is_reported(samples: tuple[Report, Rows]) -> None:
    report, rows = samples
    used = {Path(row["origin"].partition(":")[2]).name for row in rows("postmortems")}
    reported = {Path(p.place.file).name for p in report.messages if p.code in _UNUSED}
    left_out = {"README.md", "postmortem-template.md"}
    assert used | reported | left_out == {path.name for path in SAMPLES.rglob("*.md")}
    assert not used & (reported | left_out)
    assert report.received == report.stored == len(rows("postmortems")) + len(rows("action_items")) == 10 + 17


def test_front_matter_fills_every_column(samples: tuple[Report, Rows]) -> None:
    row = postmortem(samples[1], "PM-1042")
    assert row["owner_person_id"].startswith("p-")
    expected = {
        "incident_id": "INC-1042",
        "service_id": "shop",
        "status": "reviewed",
        "draft_completed_at": datetime(2026, 9, 9, 8),
        "meeting_held_on": date(2026, 9, 10),
        "reviewed_at": datetime(2026, 9, 11, 5),
        "published_at": datetime(2026, 9, 11, 7, 30),
        "audience": "company",
        "sections_present": SECTIONS,
        "impact_quantified": True,
        "blameless_checked": True,
        "url": "https://wiki.example.com/shop/postmortems/1042",
        "no_action_reason": None,
        "drill_id": None,
    }
    assert {key: row[key] for key in expected} == expected


def test_japanese_keys_words_days_and_headings_are_understood(samples: tuple[Report, Rows]) -> None:
    row = postmortem(samples[1], "2026-10-02-支払いの遅延")
    assert (row["incident_id"], row["status"], row["audience"]) == ("INC-1050", "in_review", "company")
    assert (row["draft_completed_at"], row["meeting_held_on"]) == (datetime(2026, 10, 4, 18, 30), date(2026, 10, 6))
    assert row["sections_present"] == SECTIONS
    assert row["impact_quantified"] is True


def test_without_front_matter_it_is_a_draft_named_after_its_file(samples: tuple[Report, Rows]) -> None:
    row = postmortem(samples[1], "2026-08-20-INC-1031-refunds-stuck")
    assert (row["incident_id"], row["service_id"], row["status"]) == ("INC-1031", "pay", "draft")
    assert {row[key] for key in ("draft_completed_at", "reviewed_at", "published_at", "owner_person_id")} == {None}
    assert row["sections_present"] == ["action_items", "impact", "lessons", "root_causes", "summary"]
    assert row["impact_quantified"] is False


def test_times_to_detect_and_to_recover_are_told_or_lie_between_the_moments(samples: tuple[Report, Rows]) -> None:
    names = ("PM-1042", "2026-10-02-支払いの遅延", "2026-08-20-INC-1031-refunds-stuck", "pay/2026-08-21")
    found = [postmortem(samples[1], name) for name in names]
    times = [(row["minutes_to_detect"], row["minutes_to_recover"]) for row in found]
    assert times == [(3, 116), (35, 135), (75, 110), (None, None)]


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("ttd: 90 seconds\nttr: 1.5 hours", (2, 90)),
        ("minutes_to_detect: 12\nminutes_to_recover: 40", (12, 40)),
        ("time_to_detect: 5m\ntime_to_mitigate: 2 days and 3 hours", (5, 3060)),
        ("ttr: 2h\nttm: 1h\ndowntime: 4h", (None, 120)),
        ("started: 2026-09-08\ndetected: 2026-09-08\nresolved: 2026-09-09", (None, None)),
    ],
)
def test_a_time_is_read_in_every_usual_spelling(
    said: str, minutes: tuple[int | None, int | None], tmp_path: Path
) -> None:
    _, rows = collect_text(f"---\nincident: INC-1\n{said}\n---\n# Down\n", tmp_path)
    row = rows("postmortems")[0]
    assert (row["minutes_to_detect"], row["minutes_to_recover"]) == minutes


def test_a_time_that_says_no_unit_or_runs_backwards_is_left_empty_and_told(tmp_path: Path) -> None:
    text = "---\nincident: INC-1\nttd: 12\nstarted: 2026-09-08 10:00\nresolved: 2026-09-08 09:00\n---\n# Down\n"
    report, rows = collect_text(text, tmp_path)
    assert [p[2:] for p in problems(report)] == [("time_unreadable", "12"), ("time_unreadable", "2026-09-08 09:00")]
    assert not report.problems
    row = rows("postmortems")[0]
    assert (row["minutes_to_detect"], row["minutes_to_recover"]) == (None, None)


def test_a_name_that_is_only_a_day_takes_the_telling_folder_before_it(samples: tuple[Report, Rows]) -> None:
    row = postmortem(samples[1], "pay/2026-08-21")
    assert (row["service_id"], row["status"], row["impact_quantified"]) == ("pay", "reviewed", False)


def test_several_services_give_a_row_each_and_a_drill_takes_the_place_of_an_incident(
    samples: tuple[Report, Rows],
) -> None:
    found = [row for row in samples[1]("postmortems") if row["drill_id"] == "DR-7"]
    assert [(row["postmortem_id"], row["service_id"]) for row in found] == [
        ("search-failover/search", "search"),
        ("search-failover/shop", "shop"),
    ]
    assert {(row["incident_id"], row["status"], row["audience"], row["impact_quantified"]) for row in found} == {
        (None, "closed", "public", True)
    }
    assert {row["published_at"] for row in found} == {None}  # `published: true` names no day


def test_several_incidents_give_a_row_each(samples: tuple[Report, Rows]) -> None:
    found = {row["postmortem_id"]: row["incident_id"] for row in samples[1]("postmortems")}
    assert found["unclear/INC-1060"] == "INC-1060"
    assert found["unclear/INC-1061"] == "INC-1061"


def test_rows_of_a_table_become_action_items(samples: tuple[Report, Rows]) -> None:
    first = item(samples[1], "PM-1042/1")
    assert first["owner_person_id"].startswith("p-")
    expected = {
        "source_kind": "postmortem",
        "source_id": "PM-1042",
        "service_id": "shop",
        "kind": "prevent",
        "priority": "P1",
        "owner_team_id": None,
        "tracker_url": "https://tracker.example.com/browse/SHOP-321",
        "created_at": datetime(2026, 9, 9, 8),
        "due_on": date(2026, 9, 24),
        "closed_at": datetime(2026, 9, 22),
        "verified_on": None,
        "spans_services": 1,
    }
    assert {key: first[key] for key in expected} == expected
    second, third = item(samples[1], "PM-1042/2"), item(samples[1], "PM-1042/3")
    assert (second["owner_team_id"], second["owner_person_id"]) == ("aoi-team", None)
    assert (second["priority"], second["due_on"], second["closed_at"]) == ("P1", date(2026, 10, 1), None)
    assert (third["owner_person_id"], third["due_on"], third["priority"]) == (None, None, "P2")
    assert (third["kind"], third["closed_at"]) == ("process", datetime(2026, 9, 20))


def test_a_heading_below_the_action_items_tells_their_kind(samples: tuple[Report, Rows]) -> None:
    assert item(samples[1], "PM-1042/4")["kind"] == "detect"
    assert {row["kind"] for row in samples[1]("action_items") if "refunds" in row["source_id"]} == {"prevent"}


def test_ticked_boxes_close_an_item_on_the_day_written_behind_them(samples: tuple[Report, Rows]) -> None:
    name = "2026-08-20-INC-1031-refunds-stuck"
    first, third, fourth = (item(samples[1], f"{name}/{n}") for n in (1, 3, 4))
    assert (first["closed_at"], first["due_on"], first["priority"]) == (datetime(2026, 8, 27), date(2026, 8, 28), "P1")
    assert first["tracker_url"] == "https://git.example.com/pay/refunds/issues/12"
    assert third["closed_at"] is None  # nothing says when: reported
    assert fourth["owner_team_id"] == "team Aoi"


def test_japanese_tables_are_read_and_the_last_update_dates_what_was_done(samples: tuple[Report, Rows]) -> None:
    name = "2026-10-02-支払いの遅延"
    first, second, third = (item(samples[1], f"{name}/{n}") for n in (1, 2, 3))
    assert (first["kind"], first["priority"], first["due_on"]) == ("detect", "P1", date(2026, 10, 16))
    assert first["closed_at"] == datetime(2026, 10, 14)
    assert (second["kind"], second["owner_team_id"], second["closed_at"]) == ("prevent", "葵チーム", None)
    assert (third["kind"], third["due_on"], third["closed_at"]) == ("process", None, datetime(2026, 10, 20))
    assert third["owner_person_id"] == postmortem(samples[1], name)["owner_person_id"]  # the first of two names: 蓮


def test_action_items_of_the_front_matter_go_to_the_service_they_name(samples: tuple[Report, Rows]) -> None:
    found = {row["action_item_id"]: row for row in samples[1]("action_items") if "failover" in row["source_id"]}
    assert sorted(found) == ["search-failover/search/2", "search-failover/shop/1", "search-failover/shop/2"]
    assert found["search-failover/shop/1"]["closed_at"] == datetime(2026, 7, 30)
    assert {row["spans_services"] for row in found.values()} == {2}


def test_what_cannot_be_used_is_reported_with_file_and_line(samples: tuple[Report, Rows]) -> None:
    assert problems(samples[0]) == [
        ("2026-08-20-INC-1031-refunds-stuck.md", 27, "done_without_day", "Tell support how long it takes"),
        ("2026-09-08-checkout-down.md", 68, "item_day_unreadable", "next sprint"),
        ("2026-10-09-priorities.md", 11, "item_day_unreadable", "soon"),
        ("2026-10-09-priorities.md", 11, "priority_unknown", "Sev 1"),
        ("2026-10-09-priorities.md", 12, "item_day_unreadable", "2026-13-01"),
        ("2026-11-05-half.md", 1, "postmortem_unclear", ""),
        ("broken-front-matter.md", 4, "yaml_broken", ""),
        ("how-to-deploy.md", 1, "not_a_postmortem", ""),
        ("one-cart-service.md", 1, "not_a_postmortem", ""),
        ("unclear.md", 1, "day_unreadable", "reviewed: last Tuesday"),
        ("unclear.md", 1, "word_unknown", "audience: friends"),
        ("unclear.md", 1, "word_unknown", "blameless: perhaps"),
        ("unclear.md", 1, "word_unknown", "status: resolved"),
        ("unclear.md", 17, "no_day", "1"),
    ]
    assert all(problem.reason("en") and problem.reason("ja") for problem in samples[0].problems)


@pytest.mark.parametrize(
    ("impact", "counted"),
    [
        ("About 1,200 affected users saw an error.", True),
        ("全体の約3割、412件に影響しました。", True),
        ("停止時間は40分でした。", True),
        ("It lasted 1h50m.", True),
        ("Lost sales of ¥300,000.", True),
        ("12% of requests failed.", True),
        ("From 10:30 to 11:05 on 2026-09-08 some users could not pay.", False),
        ("10月3日13時30分から一部の利用者に影響しました。", False),
        ("Version 2 was slow for everybody.", False),
        ("", False),
    ],
)
def test_impact_is_quantified_by_a_number_with_a_unit(impact: str, counted: bool, tmp_path: Path) -> None:
    _, rows = collect_text(f"# Down\n\n## Summary\n\n5 users.\n\n## Impact\n\n### Users\n\n{impact}\n", tmp_path)
    assert [row["impact_quantified"] for row in rows("postmortems")] == [counted]


@pytest.mark.parametrize(
    ("front", "counted"),
    [("impact_users: 1200", True), ("downtime_minutes: 12", True), ("impact: high", False), ("severity: 2", False)],
)
def test_a_number_of_impact_may_stand_in_the_front_matter(front: str, counted: bool, tmp_path: Path) -> None:
    _, rows = collect_text(f"---\nincident: INC-1\n{front}\n---\n# Down\n", tmp_path)
    assert [row["impact_quantified"] for row in rows("postmortems")] == [counted]


@pytest.mark.parametrize(
    ("heading", "sections"),
    [
        ("## 2. Root Cause & Trigger:", ["root_causes", "summary", "trigger"]),
        ("###### **Detection / 検知**", ["detection", "summary"]),
        ("# 影響と根本原因", ["impact", "root_causes", "summary"]),
        ("## What went poorly?", ["lessons", "summary"]),
        ("## 得られた教訓(暫定)", ["lessons", "summary"]),
        ("## 発生の経緯\n## Corrective and preventive actions", ["action_items", "summary", "timeline"]),
    ],
)
def test_headings_are_known_in_both_languages_at_any_level(heading: str, sections: list[str], tmp_path: Path) -> None:
    _, rows = collect_text(f"# Down\n\n### 概要\n\n{heading}\n", tmp_path)
    assert [row["sections_present"] for row in rows("postmortems")] == [sections]


def test_an_index_with_front_matter_of_a_postmortem_is_one(tmp_path: Path) -> None:
    _, rows = collect_text("---\nincident: INC-5\nservice: shop\n---\n", tmp_path, "2026/inc-5/index.md")
    assert [(row["postmortem_id"], row["service_id"]) for row in rows("postmortems")] == [("inc-5", "shop")]


def test_lessons_below_the_action_items_are_no_items(tmp_path: Path) -> None:
    text = "# D\n## Timeline\n- 10:00\n## Action items\n- a\n### Process\n- b\n### What went wrong\n- c\n## Appendix\n- d\n"
    _, rows = collect_text(text, tmp_path)
    assert [(row["action_item_id"], row["kind"]) for row in rows("action_items")] == [
        ("2026-09-08-down/1", "other"),
        ("2026-09-08-down/2", "process"),
    ]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the example data beside the project")
def test_real_postmortems_are_read(tmp_path: Path) -> None:
    report, rows = collected("postmortems", SHARED / "incidents/postmortems-mybinder", home=tmp_path)
    assert (report.documents, len(rows("postmortems")), len(rows("action_items"))) == (25, 23, 120)
    assert {row["status"] for row in rows("postmortems")} == {"draft"}
    assert sum("timeline" in row["sections_present"] for row in rows("postmortems")) == 23
    assert sum("lessons" in row["sections_present"] for row in rows("postmortems")) == 14
    assert sum(row["tracker_url"] is not None for row in rows("action_items")) == 72
    assert [(name, line, code) for name, line, code, _ in problems(report)] == [
        ("2018-02-22-nginx-down.md", 51, "done_without_day"),
        *(("2018-03-26-no-space-left.md", line, "done_without_day") for line in (53, 54, 55)),
    ]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the example data beside the project")
@pytest.mark.parametrize(
    ("folder", "read", "foreign"),
    [
        ("incidents/postmortem-templates", 0, 0),
        ("incidents/status-jenkins-2020-2023", 1, 181),  # one has a day and a heading of a postmortem: unclear
        ("docs", 0, 0),
        ("delegation", 0, 0),
    ],
)
def test_other_markdown_is_left_out_or_reported(folder: str, read: int, foreign: int, tmp_path: Path) -> None:
    report, rows = collected("postmortems", SHARED / folder, home=tmp_path)
    assert rows("postmortems") == []
    assert (report.units.get("read", 0), report.units.get("foreign", 0)) == (read, foreign)
    assert report.received == report.stored + report.rejected


def test_full_width_brackets_colons_and_digits_are_read_as_people_type_them(tmp_path: Path) -> None:
    path = tmp_path / "2026-09-08-kessai.md"
    path.write_text(
        "---\nincident: INC-9\nservice: shop\n---\n# 障害\n"
        "## 影響\uff08推定\uff09\n利用者の\uff11\uff15\uff05が購入できませんでした。\n"
        "## 得られた教訓\uff08抜粋\uff09\n早めに切り戻します。\n"
        "## 再発防止策\uff1a\n- [ ] 監視を追加\uff08期限\uff1a2026-10-01\uff09\n",
        "utf-8",
    )
    _, rows = collected("postmortems", path, home=tmp_path / "home")
    (paper,) = rows("postmortems")
    assert paper["sections_present"] == ["action_items", "impact", "lessons"]
    assert paper["impact_quantified"] is True
    assert [str(item["due_on"]) for item in rows("action_items")] == ["2026-10-01"]


@pytest.mark.parametrize(
    ("name", "title", "front", "count"),
    [
        ("2026-09-08-down.md", "Down", "", 1),
        ("2026-09-08-rfc-12-carts.md", "Carts", "", 0),
        ("carts.md", "Proposal: one cart", "", 0),
        ("adr/0012-carts.md", "Carts", "", 0),
        ("carts.md", "Report on templates", "", 1),
        ("carts.md", "Postmortem template", "", 0),
        ("rfc-12-rollout-failed.md", "Failed", "---\nincident: INC-3\n---\n", 1),
    ],
)
def test_proposals_and_templates_are_no_postmortems(
    name: str, title: str, front: str, count: int, tmp_path: Path
) -> None:
    text = f"{front}# {title}\n\n## Summary\n\nA\n\n## Impact\n\nB\n\n## Action items\n\nNone\n"
    _, rows = collect_text(text, tmp_path, f"shop/{name}")
    assert len(rows("postmortems")) == count


@pytest.mark.parametrize(
    ("name", "title", "entry", "day"),
    [
        ("2026-09-08-down.md", "Down 2026-09-09", "2026-09-10 10:00 x", datetime(2026, 9, 8)),
        ("shop-20260908-down.md", "Down", "2026-09-10 10:00 x", datetime(2026, 9, 8)),
        ("down.md", "Down on 2026/9/9", "2026-09-10 10:00 x", datetime(2026, 9, 9)),
        ("down.md", "Down", "- 10:00 x\n- 2026-09-10 11:00 y\n- 2026-09-11 z", datetime(2026, 9, 10)),
        ("down.md", "Down", "### 2026年9月10日 10:34\n\nx", datetime(2026, 9, 10)),
        ("down.md", "Down", "| Time | What |\n|---|---|\n| 2026-09-10 | x |", datetime(2026, 9, 10)),
        ("down.md", "Down", "- 10:00 x", None),
    ],
)
def test_the_day_comes_from_the_name_the_title_or_the_time_line(
    name: str, title: str, entry: str, day: datetime | None, tmp_path: Path
) -> None:
    text = f"# {title}\n\n## Summary\n\nSince 2026-01-01.\n\n## Timeline\n\n{entry}\n\n## Action items\n\n- a\n"
    _, rows = collect_text(text, tmp_path, f"shop/{name}")
    assert [row["created_at"] for row in rows("action_items")] == ([day] if day else [])
