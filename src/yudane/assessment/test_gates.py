"""What a step of delegation needs of Aoi's shop, judged upon the levels published the same day."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import AS_OF as AS_OF_DAY
from tests.world import World, row, service
from yudane.assessment.examples import run_check
from yudane.evidence.engines.database import Row, connect
from yudane.program import Program
from yudane.program.load import shipped
from yudane.program.model import DecisionTable


def gates(world: World, day: date, check: str, activity: str = "slo") -> dict[int | None, Row]:
    """What a check answered of shop on a day, by the step."""
    assessment = world.answers.assessments.get(day)
    assert assessment is not None
    found = world.answers.gates(assessment, ["shop"], activity)
    return {one["to_level"]: dict(one) for one in found if one["check_id"] == check}


def agreed(level: int, since: date) -> dict[str, object]:
    return row(
        "delegations",
        agreement_id="A-1",
        service_id="shop",
        activity_key="slo",
        level_current=level,
        effective_from=str(since),
    )


def test_what_was_published_today_and_who_told_it_count_today(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop")], "slo_definitions": [row("slo_definitions", service_id="shop")]})
    world.assess()
    (source,) = gates(world, AS_OF_DAY, "readiness.source-connected").values()
    assert (source["outcome"], source["sources"]) == ("met", "yudane")
    assert '"from_sources":"rows"' in source["measured"]
    core = gates(world, AS_OF_DAY, "readiness.core-met")
    assert core[3]["outcome"] == "unknown"  # most of it nobody told


def test_a_step_asks_what_its_tier_asks(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop", tier=1)]})
    assert list(gates(world, world.assess().as_of, "readiness.member-trained")) == [3]
    assert list(gates(world, AS_OF_DAY, "readiness.level-held")) == [4, 5, 6]  # the seventh is not proposed
    world.collect({"services": [service("shop", tier=None)]})
    world.assess()
    assert gates(world, AS_OF_DAY, "readiness.level-held") == {}
    assert list(gates(world, AS_OF_DAY, "readiness.dwell")) == [2, 3, 4, 5, 6]


def test_what_the_program_does_not_hand_over_is_not_asked_about(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop")]})
    world.assess()
    assert gates(world, AS_OF_DAY, "readiness.owner-named", "logs") == {}
    assert list(gates(world, AS_OF_DAY, "readiness.goals-met", "infra-design")) == [4]


def test_an_organization_replaces_the_table_of_steps(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop")]})
    world.assess(program=with_steps(("any", 2, "any", "owner-named", None, None)))
    assert list(gates(world, AS_OF_DAY, "readiness.owner-named")) == [2]
    assert gates(world, AS_OF_DAY, "readiness.dwell") == {}


def test_of_the_newest_day_steps_are_judged_anew_when_one_before_is_assessed(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop")], "delegations": [agreed(4, AS_OF_DAY - timedelta(days=29))]})
    days = [AS_OF_DAY - timedelta(days=n) for n in (7, 3, 0)]
    for one in days[1:]:
        world.assess(one)
    before = gates(world, days[2], "readiness.dwell")
    world.assess(days[0])
    assert gates(world, days[2], "readiness.dwell") == before
    assert gates(world, days[1], "readiness.dwell") == {}  # no longer known
    assert before[5]["outcome"] == "unmet"


def test_of_an_assessment_from_before_there_is_nothing_to_tell(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop")]})
    assessment = world.assess()
    world.answers.assessments.table(assessment, "gated").unlink()
    assert world.answers.gates(assessment, ["shop"]) == []


def test_assessing_twice_gives_the_same(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop")], "delegations": [agreed(4, AS_OF_DAY)]})
    kept = [world.answers.assessments.table(world.assess(), "gated").read_bytes() for _ in range(2)]
    assert kept[0] == kept[1]


@pytest.mark.parametrize("name", ["level-held", "core-met", "dwell"])
def test_a_condition_of_an_organizations_own_is_judged_alike(name: str) -> None:
    condition = shipped().gate(f"readiness.{name}")
    own = replace(condition, shipped=False, examples=condition.examples[:2])
    with connect() as con:
        assert [str(one) for one in run_check(con, shipped(), own) if not one.holds] == []


def test_a_condition_that_fails_to_run_is_unknown_with_the_error() -> None:
    broken = replace(shipped().gate("readiness.dwell"), sql="select service_id, nonsense from delegations")
    with connect() as con:
        verdicts = run_check(con, shipped(), broken)
    assert {(one.outcome, one.cause) for one in verdicts} == {("unknown", "error")}


def test_the_steps_shipped_ask_no_less_the_higher_they_are() -> None:
    """By tier and condition: a number asked for never falls."""
    asked: dict[tuple[Any, ...], list[tuple[int, float]]] = {}
    for activity, to_level, tier, condition, level, at_least in steps_of(shipped()).rows:
        asked.setdefault((activity, tier, condition, level), []).append((to_level, at_least or 0))
    assert all([least for _, least in rows] == sorted(least for _, least in sorted(rows)) for rows in asked.values())


# -- A second computation ----------------------------------------------------------------------------------------------

Past = list[tuple[int, int | None, int]]  # days before today, published level, days until it was assessed


def held(past: Past, level: int) -> int:
    """Days since the first day of the unbroken run at a level; 0 where it is not held today."""
    counting = sorted((ago, published) for ago, published, late in past if late <= 7)
    first, last_day = None, 0
    for ago, published in counting:
        if ago - last_day > 7 or published is None or published < level:
            break
        first = last_day = ago
    return first or 0


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    days = [*draw(st.lists(st.integers(1, 120), unique=True, max_size=40)), 0]
    if draw(st.booleans()):  # often enough that runs become long
        days = sorted({*days, *range(0, draw(st.sampled_from([28, 29, 30, 31, 88, 89, 90, 91])) + 1, 7)})
    usual = draw(st.sampled_from([1, 2, 3]))
    levels = st.one_of(st.just(usual), st.just(usual), st.just(usual), st.just(usual), st.sampled_from([None, 1, 2, 3]))
    late = st.one_of(*[st.just(0)] * 6, st.sampled_from([7, 8]))
    return [(ago, draw(levels), draw(late)) for ago in sorted(set(days))]


@settings(max_examples=25, deadline=None)
@given(pasts(), st.sampled_from([1, 2, 3]))
def test_how_long_a_level_is_held_agrees_with_a_second_computation(past: Past, tier: int) -> None:
    expect = {}
    now = next(published for ago, published, _ in past if ago == 0)
    for _, to_level, of, condition, level, at_least in steps_of(shipped()).rows:
        if condition == "level-held" and of == str(tier):
            enough = now is not None and now >= level and (at_least == 0 or held(past, level) >= at_least)
            outcome = "unknown" if now is None else "met" if enough else "unmet"
            expect[f"shop/slo/{to_level}"] = {"outcome": outcome, "measured": {"held_days": held(past, level)}}
    assessed = [
        {"activity_key": "slo", "as_of": f"-{ago}d", "published_level": published, "made_at": f"{late - ago:+}d"}
        for ago, published, late in past
    ]
    agrees("readiness.level-held", {"services": [{"tier": tier}], "assessment_results": assessed}, expect)


Agreed = list[
    tuple[int, int, int | None, bool]
]  # begins days before today, level, ends days before today, the service's


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-3, 60), st.integers(1, 7), st.none() | st.integers(-20, 20), st.booleans()),
        unique_by=lambda one: one[0],
        max_size=6,
    )
)
def test_how_long_an_agreement_holds_agrees_with_a_second_computation(agreements: Agreed) -> None:
    standing = [one for one in agreements if one[0] >= 0 and (one[2] is None or one[2] < 0)]
    now = level_on(0, standing)
    given = [
        {
            "agreement_id": f"Y-{n}", "activity_key": "slo", "level_current": level, "effective_from": f"{-begins:+}d",
            "until": None if ends is None else f"{-ends:+}d", "for_service": own,
        }
        for n, (begins, level, ends, own) in enumerate(agreements)
    ]  # fmt: skip
    expect: dict[str, Any] = {}
    for to_level in range(2, 8):
        if now is None:
            expect[f"shop/slo/{to_level}"] = "met"  # nothing was agreed before
            continue
        since = 0
        while now in (level_on(since + 1, agreements), level_on(since + 1, standing)):
            since += 1
        outcome = "not_applicable" if to_level <= now else "met" if since >= 30 else "unmet"
        expect[f"shop/slo/{to_level}"] = outcome
    agrees("readiness.dwell", {"delegations": given}, expect)


def level_on(ago: int, agreements: Agreed) -> int | None:
    """The level that held so many days before today."""
    held = [one for one in agreements if one[0] >= ago and (one[2] is None or one[2] < ago)]
    of_service = [one for one in held if one[3]] or held
    return min(of_service)[1] if of_service else None


def agrees(check_id: str, rows: dict[str, Any], expect: dict[str, Any]) -> None:
    example = {"name": {"en": "random", "ja": "random"}, "given": rows, "expect": expect}
    with connect() as con:
        check = replace(shipped().gate(check_id), examples=(example,))
        assert [str(one) for one in run_check(con, shipped(), check) if not one.holds] == []


def steps_of(program: Program) -> DecisionTable:
    return next(table for table in program.tables if table.name == "delegation_steps")


def with_steps(*rows: tuple[Any, ...]) -> Program:
    """The shipped program with other steps."""
    program = shipped()
    table = replace(steps_of(program), rows=rows)
    return replace(program, tables=tuple(table if one.name == table.name else one for one in program.tables))
