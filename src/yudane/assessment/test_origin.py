"""Where an outcome came from is what the delivery was, never what a row says of itself."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.world import World, day_ago, row, service
from yudane.assessment.rows import OutcomeRow
from yudane.program.load import shipped

KNOWN = "slo.known-in-team"
FINDINGS = "vulnerability.urgent-response"


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.collect({"services": [service("shop")], "calendar_days": []})
    return world


def review(**values: object) -> dict[str, object]:
    about = {"review_id": "r1", "kind": "slo", "service_id": "shop", "slo_id": None, "team_id": None}
    return row("reviews", **about, held_on=day_ago(20), dev_attendee_count=3, **values)


def outcome(world: World, criterion: str = KNOWN) -> OutcomeRow:
    return world.answers.outcomes(world.assess(), "shop", criterion=criterion)[0]


def test_a_system_measures_and_a_hand_records(world: World) -> None:
    world.collect({"reviews": [review()]}, source="notes-tool")
    assert (outcome(world)["outcome"], outcome(world)["origin"]) == ("met", "measured")


@pytest.mark.parametrize("hand", ["rows", "spreadsheet", "records"])
def test_a_row_that_says_it_comes_from_a_system_is_by_hand_all_the_same(world: World, hand: str) -> None:
    world.collect({"reviews": [review(source_system="pagerduty")]}, source=hand)
    assert (outcome(world)["outcome"], outcome(world)["origin"]) == ("met", "recorded")


def test_of_a_system_and_a_hand_the_weaker_is_told(world: World) -> None:
    world.collect({"reviews": [review()]}, source="notes-tool")
    world.collect({"reviews": [{**review(), "review_id": "r2"}]})
    assert outcome(world)["origin"] == "recorded"


def test_the_catalog_and_the_calendar_are_nobodys_word(world: World) -> None:
    world.collect({"requests": []}, source="work-desk")
    assert outcome(world, FINDINGS)["origin"] in ("measured", None)


def said(**values: object) -> dict[str, object]:
    about = {"statement_id": "J1", "service_id": "shop", "criterion_id": KNOWN, "outcome": "met"}
    return row("joint_statements", **about, stated_at=f"{day_ago(1)}T09:00", valid_until="2027-03-01", **values)


def test_data_decide_against_what_both_sides_said(world: World) -> None:
    world.collect({"joint_statements": [said()]}, source="records")
    assert (outcome(world)["outcome"], outcome(world)["origin"]) == ("met", "joint")
    world.collect({"reviews": [{**review(), "dev_attendee_count": 0}]}, source="notes-tool")
    assert (outcome(world)["outcome"], outcome(world)["origin"]) == ("unmet", "measured")


def test_a_system_that_fell_silent_leaves_unknown_what_both_sides_said(world: World) -> None:
    world.collect({"joint_statements": [said()]}, source="records")
    world.collect({"reviews": [review()]}, source="notes-tool", until=date(2026, 7, 10))
    assert (outcome(world)["outcome"], outcome(world)["cause"]) == ("unknown", "stale")


@pytest.mark.parametrize(
    ("tier", "values", "why_not"),
    [
        (1, {"entered_by": "hana"}, "own_signatures"),
        (2, {"entered_by": "hana"}, None),
        (2, {"criterion_id": "slo.nothing"}, "criterion"),
        (2, {"valid_until": day_ago(0)}, "expired"),
    ],
)
def test_what_does_not_count_says_why(
    tmp_path: Path, tier: int, values: dict[str, object], why_not: str | None
) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop", tier=tier)]})
    world.collect({"joint_statements": [{**said(), **values}]}, source="records")
    assert [one["why_not"] for one in world.answers.stated(world.assess())] == [why_not]


def test_the_newest_of_two_counts(world: World) -> None:
    later = {**said(), "statement_id": "J2", "outcome": "unmet", "stated_at": f"{day_ago(0)}T09:00"}
    world.collect({"joint_statements": [said(), later]}, source="records")
    assert outcome(world)["outcome"] == "unmet"
    assert {one["statement_id"]: one["why_not"] for one in world.answers.stated(world.assess())} == {
        "J1": "newer",
        "J2": None,
    }


def test_words_never_raise_confidence(world: World) -> None:
    world.collect({"reviews": [review()]}, source="notes-tool")
    before = {row["activity"]: row["confidence"] for row in world.levels(world.assess())}
    world.collect(
        {"joint_statements": [{**said(), "criterion_id": f"slo.{name}", "statement_id": name} for name in
                              ("defined", "measured", "owned-by-team", "target-realistic")]},
        source="records",
    )  # fmt: skip
    after = {row["activity"]: row["confidence"] for row in world.levels(world.assess())}
    assert before["slo"] is not None
    assert (after["slo"] or 0) < before["slo"]


@pytest.mark.parametrize("off", ["all", "cost, slo", KNOWN])
def test_the_program_may_switch_joint_statements_off(world: World, off: str) -> None:
    settings = shipped().settings
    setting = replace(settings["joint_statements_off"], value=off)
    program = replace(shipped(), settings={**settings, "joint_statements_off": setting})
    world.collect({"joint_statements": [said()]}, source="records")
    assessment = world.assess(program=program)
    assert [one["why_not"] for one in world.answers.stated(assessment)] == ["switched_off"]
    assert world.answers.outcomes(assessment, "shop", criterion=KNOWN)[0]["outcome"] == "unknown"


@pytest.mark.parametrize(("tier", "why_not"), [(1, "second_person"), (None, "second_person"), (2, None)])
def test_one_sided_word_counts_without_a_second_person_only_where_the_tier_is_known_not_to_be_one(
    tmp_path: Path, tier: int | None, why_not: str | None
) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop", tier=tier)]})
    about = {"service_id": "shop", "criterion_id": "incident-response.flow", "attested_by": "ren"}
    moments = {"attested_on": day_ago(1), "stated_at": f"{day_ago(1)}T09:00", "expires_on": "2027-03-01"}
    world.collect({"attestations": [row("attestations", **about, **moments, verified_by=None)]}, source="records")
    assert [one["why_not"] for one in world.answers.stated(world.assess())] == [why_not]
