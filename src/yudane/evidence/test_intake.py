"""Rows in: received = stored + rejected, each refusal with a reason and place, nothing lost, nothing twice."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.world import World, ago, row, service, write
from yudane.contracts import shipped_contracts
from yudane.evidence.batch import Batch, TableReport
from yudane.evidence.collect import again, collect_rows
from yudane.evidence.delivery import read_tables
from yudane.evidence.testing import current_rows
from yudane.words import LANGUAGES


def incident(name: str = "i1", **values: Any) -> dict[str, Any]:
    return row("incidents", **{"incident_id": name, "service_id": "shop", "detected_at": ago(3), **values})


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.collect({"services": [service("shop")]})
    return world


def taken(world: World, *rows: Any, table: str = "incidents") -> TableReport:
    return world.collect({table: list(rows)}).tables[table]


@pytest.mark.parametrize("table", list(shipped_contracts()))
def test_the_example_of_every_contract_is_taken_in(tmp_path: Path, table: str) -> None:
    rows = {table: [shipped_contracts()[table].example]}
    report = World(tmp_path).collect(rows, source="records").tables[table]  # whose ids may be any
    assert [rejection.reason("en") for rejection in report.rejected] == []
    assert (report.received, report.stored) == (1, 1)


@pytest.mark.parametrize(
    ("values", "code", "column"),
    [
        ({"incident_id": None}, "missing", "incident_id"),
        ({"service_id": ""}, "missing", "service_id"),
        ({"severity": 9}, "range", "severity"),
        ({"severity": "high"}, "type_int", "severity"),
        ({"severity": 2.5}, "type_int", "severity"),
        ({"detected_by": "magic"}, "enum", "detected_by"),
        ({"customer_visible": "maybe"}, "type_bool", "customer_visible"),
        ({"detected_at": "yesterday"}, "type_ts", "detected_at"),
        ({"detected_at": 1693526400}, "type_ts", "detected_at"),
        ({"detected_at": "2026-13-01T00:00:00Z"}, "type_ts", "detected_at"),
        ({"detected_at": "1026-01-01T00:00:00Z"}, "absurd_date", "detected_at"),
        ({"detected_at": "30000-01-01T00:00:00Z"}, "type_ts", "detected_at"),
        ({"budget_consumed_ratio": "a lot"}, "type_decimal", "budget_consumed_ratio"),
        ({"budget_consumed_ratio": "nan"}, "type_decimal", "budget_consumed_ratio"),
        ({"lead_team_id": {"name": "x"}}, "type_str", "lead_team_id"),
        ({"activity_tags": {"a": 1}}, "type_list", "activity_tags"),
        ({"activity_tags": 5}, "type_list", "activity_tags"),
        ({"activity_tags": True}, "type_list", "activity_tags"),
        ({"activity_tags": [{"a": 1}]}, "type_list", "activity_tags"),
        ({"activity_tags": [["a"]]}, "type_list", "activity_tags"),
        ({"activity_tags": [None]}, "type_list", "activity_tags"),
        ({"activity_tags": "[1"}, "type_list", "activity_tags"),
    ],
)
def test_a_row_that_breaks_the_contract_is_refused_with_its_reason(
    world: World, values: dict[str, Any], code: str, column: str
) -> None:
    report = taken(world, incident("good"), {**incident("bad"), **values})
    assert (report.received, report.stored) == (2, 1)
    (rejection,) = report.rejected
    assert (rejection.code, rejection.args["column"], rejection.count) == (code, column, 1)
    assert (rejection.first.line, rejection.first.file.endswith("incidents.jsonl")) == (2, True)
    assert all(column in rejection.reason(lang) for lang in LANGUAGES)


def test_lines_that_cannot_be_read_count_as_received_and_rejected(world: World, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(incident()) + '\n{"broken\n[1]\n{"incident_id": 1, "incident_id": 2}\n')
    batch = Batch("rows", datetime(2026, 10, 1, 10), date(2026, 10, 1))
    report = collect_rows(world.store, read_tables([("incidents", path)]), batch).tables["incidents"]
    assert (report.received, report.stored) == (4, 1)
    assert sum(rejection.count for rejection in report.rejected) == 3


def test_times_with_an_offset_are_kept_as_utc(world: World) -> None:
    taken(world, incident(detected_at="2026-09-01T09:00:00+09:00"))
    assert current_rows(world.store.lake, "incidents")[0]["detected_at"] == datetime(2026, 9, 1)


@pytest.mark.parametrize(
    ("told", "stored"),
    [
        ("2026-09-01T10:00:00+09:00[Asia/Tokyo]", datetime(2026, 9, 1, 1)),
        ("2026-09-01 10:00 +0900[Asia/Tokyo]", datetime(2026, 9, 1, 1)),
        ("2026-03-29T03:00:00+02:00[Europe/Berlin]", datetime(2026, 3, 29, 1)),
        ("2026-09-01T10:00:00Z[UTC]", datetime(2026, 9, 1, 10)),
        ("2026-09-01T10:00:00+08:00[Asia/Tokyo]", None),  # never has that offset
        ("2026-03-29T01:30:00+02:00[Europe/Berlin]", None),  # has it half an hour later
        ("2026-09-01T10:00:00[Asia/Tokyo]", None),
        ("2026-09-01T10:00:00+09:00[Asia/Tokio]", None),
        ("2026-09-01T10:00:00+09:00[JST]", None),
        ("2026-09-01T10:00:00 Asia/Tokyo", None),
        ("2026-09-01T10:00:00 JST", None),
    ],
)
def test_a_zone_is_taken_in_brackets_behind_its_offset_and_never_guessed(
    world: World, told: str, stored: datetime | None
) -> None:
    """And moves no other row's times: the engine's own cast keeps a zone it met for the rows after it."""
    beside = [incident("before", detected_at="2026-09-01 10:00"), incident("after", detected_at="2026-09-02")]
    report = taken(world, beside[0], incident("it", detected_at=told), beside[1])
    assert report.stored == (2 if stored is None else 3)
    found = {one["incident_id"]: one["detected_at"] for one in current_rows(world.store.lake, "incidents")}
    assert found.get("it") == stored
    assert (found["before"], found["after"]) == (datetime(2026, 9, 1, 10), datetime(2026, 9, 2))


def test_a_key_with_a_quote_is_a_key_like_any_other(world: World) -> None:
    keys = ['a"b', "c/d", "~e", "$.q", "", "あ い"]
    report = taken(world, row("costs", service_id="shop", tags=dict.fromkeys(keys, "x")), table="costs")
    assert report.stored == 1
    (found,) = current_rows(world.store.lake, "costs")
    assert sorted(found["tags"]) == sorted(f"{key}=x" for key in keys)


def test_a_template_that_nobody_filled_in_names_no_team(world: World) -> None:
    assert (
        taken(world, incident(lead_team_id="{{ $labels.team }}", commander_person_id="{{ .Values.lead }}")).stored == 1
    )
    (found,) = current_rows(world.store.lake, "incidents")
    assert (found["lead_team_id"], found["commander_person_id"]) == (None, None)


def test_moments_in_an_order_there_cannot_be_are_told_and_kept(world: World) -> None:
    backwards = {"impact_started_at": ago(3), "mitigated_at": ago(4), "resolved_at": ago(5)}
    report = taken(world, incident("good"), incident("bad", **backwards), incident("worse", **backwards))
    assert report.stored == 3
    told = {(one.later, one.earlier): (one.count, one.first.line) for one in report.backwards}
    assert told[("mitigated_at", "impact_started_at")] == (2, 2)
    assert told[("resolved_at", "impact_started_at")] == (2, 2)


def test_a_spreadsheet_is_rows_too(world: World, tmp_path: Path) -> None:
    path = tmp_path / "documents.csv"
    path.write_bytes(
        "document_id,service_id,doc_type,title,url,last_reviewed_on,states,http_status\n"
        "d1,shop,runbook,手順書,https://wiki.example/d1,2026/09/01,triggers; contacts,200\n".encode("cp932"))  # fmt: skip
    batch = Batch("rows", datetime(2026, 10, 1, 10), date(2026, 10, 1))
    report = collect_rows(world.store, read_tables([("documents", path)]), batch).tables["documents"]
    assert report.rejected == []
    found = current_rows(world.store.lake, "documents")[0]
    assert (found["title"], found["last_reviewed_on"]) == ("手順書", date(2026, 9, 1))
    assert found["states"] == ["triggers", "contacts"]


def test_a_newer_row_of_a_key_takes_the_place_of_the_older_which_is_kept(world: World) -> None:
    taken(world, incident(severity=3))
    report = taken(world, incident(severity=1))
    assert (report.changed, report.withdrawn) == (1, 0)
    assert [found["severity"] for found in current_rows(world.store.lake, "incidents")] == [1]


def test_of_one_key_told_twice_without_saying_which_is_newer_neither_is_taken(world: World) -> None:
    taken(world, incident(severity=2))
    report = taken(world, incident(severity=3), incident(severity=1), incident("other"))
    assert (report.received, report.stored) == (3, 1)
    assert [(rejection.code, rejection.count) for rejection in report.rejected] == [("repeated_key", 2)]
    found = {one["incident_id"]: one["severity"] for one in current_rows(world.store.lake, "incidents")}
    assert found["i1"] == 2


def test_of_one_key_told_twice_the_newer_is_taken_where_the_rows_say_when(world: World) -> None:
    newer, older = incident(severity=1, received_at=ago(1)), incident(severity=3, received_at=ago(2))
    report = taken(world, newer, older)
    assert (report.received, report.stored, report.rejected) == (2, 2, [])
    assert [found["severity"] for found in current_rows(world.store.lake, "incidents")] == [1]
    late = taken(world, incident(severity=3, received_at=ago(2)))
    assert (late.changed, late.older) == (0, 1)
    assert [found["severity"] for found in current_rows(world.store.lake, "incidents")] == [1]


def test_the_same_row_twice_in_a_delivery_is_one(world: World) -> None:
    report = taken(world, incident(), incident())
    assert (report.received, report.stored, report.rejected) == (2, 2, [])
    assert len(current_rows(world.store.lake, "incidents")) == 1


def test_a_correction_in_one_month_leaves_the_others(world: World) -> None:
    taken(
        world, incident("a", detected_at=ago(90)), incident("b", detected_at=ago(40)), incident("c", detected_at=ago(3))
    )
    report = taken(world, incident("b", detected_at=ago(40), severity=1), incident("d", detected_at=ago(200)))
    assert report.changed == 2
    found = {one["incident_id"]: one["severity"] for one in current_rows(world.store.lake, "incidents")}
    assert sorted(found) == ["a", "b", "c", "d"]
    assert found["b"] == 1


def test_a_row_that_moves_to_another_month_stands_once(world: World) -> None:
    taken(world, incident("a", detected_at=ago(90)))
    taken(world, incident("a", detected_at=ago(3)))
    found = current_rows(world.store.lake, "incidents")
    assert [one["detected_at"].isoformat() for one in found] == [ago(3)]


def test_names_of_nobody_are_stored_and_counted_as_unmapped(world: World) -> None:
    report = taken(world, incident(service_id="nobody-knows"))
    assert (report.stored, report.unmapped, report.unmapped_names) == (1, 1, ["nobody-knows"])


def test_columns_outside_the_contract_are_told(world: World) -> None:
    assert taken(world, {**incident(), "severty": 1}).ignored_columns == ["severty"]


def test_people_are_pseudonyms_from_the_moment_they_enter(world: World) -> None:
    names = ("ren@example.com", "Ren@example.com", "user:default/ren@example.com")
    taken(world, *(incident(f"i{number}", lead_person_id=name) for number, name in enumerate(names)))
    people = {one["lead_person_id"] for one in current_rows(world.store.lake, "incidents")}
    assert len(people) == 1
    assert people.pop().startswith("p-")
    lake = b"".join(path.read_bytes() for path in (world.root / "lake").rglob("*.parquet"))
    assert b"ren@example.com" not in lake


def test_a_pseudonym_stays_as_it_is(world: World) -> None:
    taken(world, incident(lead_person_id="p-0123456789ab"))
    assert current_rows(world.store.lake, "incidents")[0]["lead_person_id"] == "p-0123456789ab"


def test_quotes_in_values_are_only_values(world: World) -> None:
    name = "x'); drop table services; --"
    taken(world, incident(name, lead_team_id=name))
    assert current_rows(world.store.lake, "incidents")[0]["incident_id"] == name


def test_what_was_received_can_be_mapped_again(world: World, tmp_path: Path) -> None:
    path = write(tmp_path / "i.jsonl", [incident(service_id="shop-alias")])
    batch = Batch("rows", datetime(2026, 10, 1, 10), date(2026, 10, 1))
    collect_rows(world.store, read_tables([("incidents", path)]), batch)
    path.unlink()
    names = {"service_names": [{"system": "pager", "name": "shop-alias", "service_id": "shop"}]}
    world.collect(names)
    later = Batch("rows", datetime(2026, 10, 1, 12), date(2026, 10, 1), names=("pager",))
    again(world.store, None, later)
    assert current_rows(world.store.lake, "incidents")[0]["service_id"] == "shop"
