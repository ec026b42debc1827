"""Shares of events: the SQL lists them, counts and goal follow."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from yudane.evidence.engines.database import connect
from yudane.program.load import load_program
from yudane.program.shapes import completed
from yudane.reading import ProblemsError

EVENTS = "select * from events;\n"
DECLARED = {"measures": "share", "better": "higher"}


def shares(declared: Mapping[str, object], *events: tuple[object, ...]) -> dict[str | None, dict[str, object]]:
    """What is measured, by service; None is the organization."""
    _, sql = completed(declared, EVENTS)
    with connect() as con:
        con.execute("create table events (service_id varchar, fits boolean, party varchar)")
        for event in events:
            con.execute("insert into events values (?, ?, ?)", event)
        return {row["service_id"]: row for row in con.records(sql)}


def test_every_event_counts_for_its_service_and_for_the_organization() -> None:
    found = shares(
        DECLARED,
        ("shop", True, None),
        ("shop", None, None),
        ("shop", False, None),
        ("cart", True, None),
        (None, True, None),
    )
    assert {service: (row["events"], row["decided"], row["conforming"]) for service, row in found.items()} == {
        "shop": (3, 2, 1),
        "cart": (1, 1, 1),
        None: (5, 4, 3),
    }
    assert (found["shop"]["share"], found[None]["share"]) == (0.5, 0.75)


def test_an_event_that_is_not_known_may_fit_or_not() -> None:
    row = shares(DECLARED, ("shop", True, None), ("shop", None, None))["shop"]
    assert (row["share_at_least"], row["share"], row["share_at_most"]) == (0.5, 1.0, 1.0)


def test_without_events_there_is_no_row() -> None:
    assert shares(DECLARED) == {}


def test_with_a_parameter_min_n_fewer_events_are_no_row() -> None:
    declared = DECLARED | {"params": {"min_n": {"default": 2}}}
    _, sql = completed(
        declared, "select * from (values ('shop', true), ('shop', null), ('cart', true)) e(service_id, fits)"
    )
    with connect() as con:
        rows = con.records(sql.replace("$min_n", "2"))
    assert {row["service_id"]: row["events"] for row in rows} == {"shop": 2, None: 3}


def test_events_are_counted_by_party_and_by_what_the_indicator_asks_for() -> None:
    declared = DECLARED | {"measures": "share_by_party", "counts": {"missed": "not fits", "by_others": "party is null"}}
    found = shares(declared, ("shop", True, "development_team"), ("shop", False, None))["shop"]
    assert (found["by_development_team"], found["by_company_sre"], found["missed"], found["by_others"]) == (1, 0, 1, 1)


@pytest.mark.parametrize(("better", "goal"), [("higher", "$share_min"), ("lower", "$share_max")])
def test_the_goal_is_the_least_share_or_the_most(better: str, goal: str) -> None:
    indicator, _ = completed(DECLARED | {"better": better}, EVENTS)
    assert (indicator["value"], indicator["unit"]) == ("share", "ratio")
    assert goal in indicator["met"]


def test_what_the_file_says_itself_stands() -> None:
    assert completed(DECLARED | {"met": "events > 2"}, EVENTS)[0]["met"] == "events > 2"
    own = DECLARED | {"value": "held", "unit": "count", "met": "held > 2"}
    assert completed(own, EVENTS) == (own, EVENTS)


def missing(folder: Path, declared: Mapping[str, object]) -> set[object]:
    """The fields that `declared` lacks as an indicator of an organization."""
    activity = folder / "slo"
    activity.mkdir()
    (activity / "activity.yaml").write_text("indicators: [reviewed]\n", "utf-8")
    (activity / "reviewed.yaml").write_text(yaml.safe_dump(declared), "utf-8")
    (activity / "reviewed.sql").write_text(EVENTS, "utf-8")
    with pytest.raises(ProblemsError) as raised:
        load_program(folder)
    return {problem.args["name"] for problem in raised.value.problems if problem.code == "field_missing"}


def test_an_indicator_names_a_shape_or_says_value_unit_and_goal(tmp_path: Path) -> None:
    (tmp_path / "shaped").mkdir()
    (tmp_path / "own").mkdir()
    needed = missing(tmp_path / "shaped", DECLARED)
    assert missing(tmp_path / "own", {"better": "higher"}) == needed | {"value", "unit", "met"}
