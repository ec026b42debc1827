"""What is published follows the evidence slowly, and every change says why."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.world import AS_OF, World, ago, day_ago, row, service
from yudane.assessment.rows import LevelRow
from yudane.program import Program
from yudane.program.load import shipped

DAY = timedelta(days=1)


def small() -> Program:
    """Only postmortem, so that a level hangs on little."""
    activities = tuple(a for a in shipped().activities if a.key == "slo")
    return replace(shipped(), activities=activities)


def good(until: int = 400) -> dict[str, list[dict[str, Any]]]:
    """Evidence that reaches Level 2 of slo, and no more."""
    return {
        "services": [service("shop", tier=1)],
        "slo_definitions": [row("slo_definitions", slo_id="s", service_id="shop", target=0.99, valid_from=ago(until),
                                owner_team_id="aoi-team", bucket_seconds=86400, window_days=28)],
        "slo_measurements": [row("slo_measurements", slo_id="s", service_id="shop", bucket_start=ago(d),
                                 good_events=1000, total_events=1000) for d in range(-80, until)],
        "reviews": [row("reviews", review_id=f"r{d}", kind="slo", service_id="shop", slo_id=None, team_id=None,
                        held_on=day_ago(d), dev_attendee_count=3) for d in range(-80, until, 20)],
        "alert_rules": [], "error_budget_events": [],
    }  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.collect(good(), until=AS_OF + 90 * DAY)
    return world


def level_at(world: World, day: date, program: Program | None = None) -> LevelRow:
    assessment = world.assess(day, program=program or small())
    return world.levels(assessment)[0]


def test_the_first_assessment_publishes_at_once(world: World) -> None:
    now = level_at(world, AS_OF)
    assert (now["lowest"], now["highest"]) == (2, 2)
    assert (now["published"], now["cause"]) == (2, "first")


def test_a_lower_level_is_published_after_thirty_days_with_its_cause(world: World) -> None:
    level_at(world, AS_OF)
    world.collect({"slo_definitions": [{**good()["slo_definitions"][0], "target": 1.0}]}, until=AS_OF + 90 * DAY)
    first = level_at(world, AS_OF + 1 * DAY)
    assert (first["highest"], first["published"], first["moving"]) == (1, 2, "down")
    almost = level_at(world, AS_OF + 30 * DAY)
    assert almost["published"] == 2
    then = level_at(world, AS_OF + 31 * DAY)
    assert (then["published"], then["published_before"], then["cause"]) == (1, 2, "evidence")
    assert "slo.target-realistic" in (then["cause_criteria"] or [])
    assert then["published_on"] == AS_OF + 31 * DAY


def test_what_nothing_confirms_for_more_than_ninety_days_is_unknown(world: World) -> None:
    level_at(world, AS_OF)
    silent = AS_OF + 140 * DAY
    first = level_at(world, silent)
    assert (first["published"], first["unconfirmed_since"]) == (2, silent)
    assert level_at(world, silent + 90 * DAY)["published"] == 2
    then = level_at(world, silent + 91 * DAY)
    assert (then["published"], then["published_before"], then["cause"]) == (None, 2, "unconfirmed")
    after = level_at(world, silent + 92 * DAY)
    assert (after["published"], after["cause"]) == (None, "unconfirmed")


def joint(outcome: str, **values: Any) -> dict[str, Any]:
    told = {"statement_id": "J1", "service_id": "shop", "criterion_id": "slo.defined", "outcome": outcome}
    return row("joint_statements", **told, stated_at=f"{AS_OF}T09:00", valid_until="2027-03-01", **values)


def test_a_first_level_that_rested_on_a_statement_falls_with_it_within_fourteen_days(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop")], "joint_statements": []}, source="records")
    world.collect({"joint_statements": [joint("unmet")]}, source="records")
    stated = level_at(world, AS_OF)
    assert (stated["published"], stated["joint"], stated["confidence"]) == (1, 1, 0.0)
    assert (stated["lowest_measured"], stated["highest_measured"]) == (1, 3)
    taken_back = joint("unmet", withdrawn_at=f"{AS_OF + 10 * DAY}T09:00")
    world.collect({"joint_statements": [taken_back]}, source="records")
    assert level_at(world, AS_OF + 9 * DAY)["published"] == 1
    fallen = level_at(world, AS_OF + 10 * DAY)
    assert (fallen["published"], fallen["cause"]) == (None, "statement")
    assert level_at(world, AS_OF)["published"] == 1  # the past stays


def test_a_short_dip_is_never_published(world: World) -> None:
    level_at(world, AS_OF)
    world.collect({"slo_definitions": [{**good()["slo_definitions"][0], "target": 1.0}]}, until=AS_OF + 90 * DAY)
    level_at(world, AS_OF + 1 * DAY)
    world.collect({"slo_definitions": good()["slo_definitions"]}, until=AS_OF + 90 * DAY)
    level_at(world, AS_OF + 20 * DAY)
    later = level_at(world, AS_OF + 35 * DAY)
    assert (later["published"], later["moving"]) == (2, None)


def test_a_higher_level_is_published_after_fourteen_days(world: World) -> None:
    world.collect({"slo_definitions": [{**good()["slo_definitions"][0], "target": 1.0}]}, until=AS_OF + 90 * DAY)
    assert level_at(world, AS_OF)["published"] == 1
    world.collect({"slo_definitions": good()["slo_definitions"]}, until=AS_OF + 90 * DAY)
    assert level_at(world, AS_OF + 1 * DAY)["moving"] == "up"
    assert level_at(world, AS_OF + 14 * DAY)["published"] == 1
    assert level_at(world, AS_OF + 15 * DAY)["published"] == 2


def test_while_evidence_is_missing_the_level_stands_and_says_since_when(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect(good(), until=AS_OF)
    assert level_at(world, AS_OF)["published"] == 2
    silent = level_at(world, AS_OF + 40 * DAY)
    assert (silent["lowest"], silent["published"]) == (1, 2)
    assert silent["unconfirmed_since"] == AS_OF + 40 * DAY
    assert level_at(world, AS_OF + 60 * DAY)["unconfirmed_since"] == AS_OF + 40 * DAY


def test_a_change_of_the_program_is_named_as_the_cause(world: World) -> None:
    level_at(world, AS_OF)
    stricter = replace(small(), version="stricter", activities=tuple(
        replace(a, criteria=tuple(replace(c, met="false") if c.id == "slo.defined" else c for c in a.criteria))
        for a in small().activities))  # fmt: skip
    level_at(world, AS_OF + 1 * DAY, stricter)
    then = level_at(world, AS_OF + 32 * DAY, stricter)
    assert (then["published"], then["cause"], then["cause_criteria"]) == (1, "program", ["slo.defined"])


def test_a_change_of_the_owner_is_named_as_the_cause(world: World) -> None:
    level_at(world, AS_OF)
    world.collect({"services": [service("shop", tier=1, team_id="mei-team")]}, until=AS_OF + 90 * DAY)
    level_at(world, AS_OF + 1 * DAY)
    then = level_at(world, AS_OF + 32 * DAY)
    assert (then["published"], then["cause"]) == (1, "owner")


def test_an_earlier_date_assessed_later_is_published_into_the_history(world: World) -> None:
    level_at(world, AS_OF + 31 * DAY)
    world.collect({"slo_definitions": [{**good()["slo_definitions"][0], "target": 1.0}]}, until=AS_OF + 90 * DAY)
    level_at(world, AS_OF + 40 * DAY)
    before = level_at(world, AS_OF)
    assert before["published"] == 1
    assessment = world.answers.assessments.newest(AS_OF + 31 * DAY)
    assert assessment
    later = world.levels(assessment)[0]
    assert (later["published"], later["moving"]) == (1, "up")
