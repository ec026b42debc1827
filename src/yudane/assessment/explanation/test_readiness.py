"""How far the evidence carries a step of delegation, from what each condition came to."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yudane.assessment.explanation.readiness import Readiness, Step, readiness_by_activity
from yudane.assessment.rows import GateRow
from yudane.program.load import shipped

PROGRAM = shipped()
NAMES = ("level-held", "confidence", "own-work", "no-trigger", "dwell")  # the last two on the way up only


def gate(name: str, outcome: str, to_level: int | None = 5, service: str = "shop", tier: int | None = 2) -> GateRow:
    return GateRow(
        service_id=service, name=service.title(), tier=tier, activity="slo", check_id=name, to_level=to_level,
        asked_level=None, at_least=None, outcome=outcome, cause="empty", detail=None, measured=None,
        looked_until=None, sources=None, overrides=None,
    )  # fmt: skip


def of(*rows: GateRow) -> Readiness:
    return readiness_by_activity(PROGRAM, rows)["slo"]


def stated(*outcomes: str, level: int = 5, service: str = "shop", tier: int | None = 2) -> list[GateRow]:
    return [gate(f"readiness.{name}", one, level, service, tier) for name, one in zip(NAMES, outcomes, strict=False)]


@given(st.lists(st.sampled_from(["met", "unmet", "unknown", "not_applicable"]), min_size=1, max_size=5))
def test_the_state_follows_from_how_many_are_missing_and_how_many_nobody_knows(outcomes: list[str]) -> None:
    unmet, unknown = outcomes.count("unmet"), outcomes.count("unknown")
    expected = "not_ready"
    if unmet == unknown == 0:
        expected = "ready"
    elif unmet == 0:
        expected = "unknown"
    elif unmet + unknown <= 2:
        expected = "almost"
    found = of(*stated(*outcomes))
    assert found.state(5) == expected
    assert of(*reversed(stated(*outcomes))).state(5) == expected
    assert len(found.missing(5, "en")) == unmet + unknown


STATES = {"ready": ("met",), "almost": ("unmet",), "unknown": ("unknown",), "not_ready": ("unmet", "unmet", "unmet")}


@pytest.mark.parametrize(("one", "other"), list(product(STATES, repeat=2)))
def test_a_team_is_as_far_as_the_service_that_is_least_far(one: str, other: str) -> None:
    worst = next(state for state in ("not_ready", "unknown", "almost", "ready") if state in (one, other))
    found = of(*stated(*STATES[one]), *stated(*STATES[other], service="cart"))
    assert found.state(5) == worst
    back = {step.name for step in found.holding_back(5)}
    assert back == {name for name, state in (("Shop", one), ("Cart", other)) if state != "ready"}


def test_a_step_without_conditions_is_not_proposed_and_without_a_tier_nobody_knows() -> None:
    assert of(*stated("met")).state(7) == "not_proposed"
    assert of(*stated("met", tier=None)).state(5) == "unknown"
    assert Step("shop", "Shop", None, proposed=False, conditions=()).state == "unknown"
    assert of(*stated("not_applicable")).state(5) == "ready"


def test_a_step_that_asks_every_tier_the_same_is_known_without_one() -> None:
    assert of(*stated("met", level=2, tier=None)).state(2) == "ready"
    assert of(*stated("unmet", level=2, tier=None)).state(2) == "almost"


def test_a_step_that_only_some_tiers_may_take_is_unknown_without_one() -> None:
    assert of(*stated("met", level=2, tier=None)).state(7) == "unknown"
    assert of(*stated("met", level=2, tier=1)).state(7) == "not_proposed"


def test_ahead_of_evidence_is_a_level_in_force_whose_conditions_no_longer_hold() -> None:
    found = of(*stated("met", "unmet", "unknown", "unmet", "unmet"))
    assert [one.check.name for one in found.ahead(5)] == ["confidence"]  # not what only the way up asks
    assert found.ahead(4) == []


def test_the_evidence_carries_as_far_as_every_step_is_ready() -> None:
    rows = [*stated("met", level=2), *stated("met", level=3), *stated("unknown", level=4), *stated("met", level=5)]
    assert of(*rows).carries == 3
    assert of(*stated("met", level=3)).carries == 1
    assert Readiness().carries == 1


def test_a_trigger_asks_where_its_good_state_is_lost() -> None:
    name = "step-back.below-gate"
    assert [one.check.id for one in of(gate(name, "unmet", None)).asking] == [name]
    assert of(gate(name, "unknown", None)).asking == []
    assert not of(gate(name, "unmet", None)).known


def test_what_the_program_no_longer_asks_is_left_out() -> None:
    fewer = replace(PROGRAM, conditions=tuple(one for one in PROGRAM.conditions if one.name != "confidence"))
    assert readiness_by_activity(fewer, stated("met", "unmet"))["slo"].state(5) == "ready"


def test_words_name_what_lacks() -> None:
    found = of(*stated("unmet", "unknown"))
    assert (
        found.words(5, "5 Advise", "en")
        == "Almost enough for 5 Advise; missing: Level held long enough, Measured by systems."
    )
    assert "レベルの継続、システムによる計測" in found.words(5, "5 助言する", "ja")
    assert found.as_json(5, PROGRAM.contracts, "en")["state"] == "almost"
