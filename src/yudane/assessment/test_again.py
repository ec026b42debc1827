"""Assessed again on the same day only those checks are asked whose answers may have changed; all are judged anew."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.world import AS_OF, World, ago, day_ago, row, service
from yudane.assessment.again import made_by, still_holding
from yudane.assessment.store import Assessment
from yudane.evidence.engines.database import connect
from yudane.program import Check, Criterion, Program
from yudane.program.load import shipped

STATED = "slo.known-in-team"
PRIOR = {"knowledge.targeted", "knowledge.effect"}  # read what was assessed before, and are always asked
SLO = {"slo_id": "s", "service_id": "shop", "valid_from": ago(300), "owner_team_id": "aoi-team"}


def program(**changed: str) -> Program:
    """A few activities; `changed` is the SQL of a criterion of slo, by name."""
    activities = tuple(
        replace(a, criteria=tuple(replace(c, sql=changed.get(c.name, c.sql)) for c in a.criteria))
        for a in shipped().activities
        if a.key in ("slo", "documentation", "knowledge")
    )
    return replace(shipped(), activities=activities, phases=())


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A service without SLOs, assessed."""
    world = World(tmp_path)
    tables = ("slo_definitions", "slo_measurements", "reviews", "documents", "incidents", "error_budget_events")
    world.collect({"services": [service("shop")], **{table: [] for table in tables}})
    world.assess(program=program())
    return world


def asked(world: World, of: Program | None = None, known: str = "now") -> set[str]:
    """The checks that an assessment would ask now."""
    chosen, lake = of or program(), world.store.lake
    now = Assessment(AS_OF, known, chosen.version, lake.versions(), None, made_by())
    with connect() as con:
        kept = still_holding(con, chosen, lake, world.answers.assessments, now)
    return {check.id for check in chosen.measures()} - kept.checks


def everything() -> set[str]:
    return {check.id for check in program().measures()}


def looking_at(table: str) -> set[str]:
    def looks(check: Check) -> bool:
        return any(table == part.partition(".")[0] for read in check.reads for part in read.split("|"))

    return {check.id for check in program().measures() if looks(check)}


def attestation(criterion: str = STATED) -> dict[str, object]:
    days = {"attested_on": day_ago(3), "expires_on": day_ago(-90)}
    return row("attestations", service_id="shop", criterion_id=criterion, **days)


def test_what_ren_stated_counts_without_asking_a_check_that_does_not_read_statements(world: World) -> None:
    world.collect({"attestations": [attestation()]})
    assert asked(world) == {"documentation.newcomer"} | PRIOR
    counted: list[tuple[int, int]] = []
    again = world.assess(program=program(), progress=lambda done, of: counted.append((done, of)))
    assert counted[-1] == (3, 3)
    (outcome,) = world.answers.outcomes(again, "shop", criterion=STATED)
    assert (outcome["outcome"], outcome["origin"]) == ("met", "attested")


def test_what_the_check_measured_is_kept_beneath_a_statement(world: World) -> None:
    held = {"kind": "slo", "held_on": day_ago(9), "dev_attendee_count": 0}
    world.collect({"reviews": [row("reviews", service_id="shop", **held)]})
    world.collect({"waivers": [row("waivers", service_id="shop", criterion_id=STATED, approved_on=day_ago(3),
                                   expires_on=day_ago(-90))]})  # fmt: skip
    (outcome,) = world.answers.outcomes(world.assess(program=program()), "shop", criterion=STATED)
    assert (outcome["outcome"], outcome["applies"], outcome["meets"]) == ("exempt", True, False)
    assert outcome["measured"]


def test_new_rows_ask_the_checks_that_read_them_also_through_derived_tables(world: World) -> None:
    world.collect({"error_budget_events": [row("error_budget_events", slo_id="s")]})
    assert asked(world) == {"slo.budget-enacted"} | PRIOR
    world.collect({"slo_definitions": [row("slo_definitions", **SLO)]})
    assert {"slo.defined", "slo.measured", "slo.calibrated"} < asked(world) < everything()
    assert "documentation.as-code" not in asked(world)


def test_another_look_asks_the_checks_that_want_it(world: World) -> None:
    world.collect({"documents": []}, source="wiki")
    assert asked(world) == looking_at("documents") | PRIOR


def test_a_row_left_out_asks_the_checks_that_want_its_table(world: World) -> None:
    report = world.collect({"reviews": [row("reviews", service_id="shop", held_on="soon")]}, covers=None)
    assert report.rejected == 1
    assert asked(world) == looking_at("reviews") | PRIOR


def test_another_catalog_program_or_question_asks_everything(world: World) -> None:
    assert asked(world) == PRIOR
    assert asked(world, replace(program(), version="other")) == everything()
    assert asked(world, known="then") == everything()
    world.collect({"services": [service("shop", tier=1)]})
    assert asked(world) == everything()


def test_a_check_that_failed_is_asked_again(world: World) -> None:
    failing = replace(program(defined="select service_id, cast(name as int) as slos from services"), version="failing")
    world.assess(program=failing)
    assert asked(world, failing) == {"slo.defined"} | PRIOR


def test_an_assessment_of_other_code_or_that_cannot_be_read_is_made_whole(world: World) -> None:
    assessments = world.answers.assessments
    pointer = assessments.root / f"{AS_OF}.json"
    said = json.loads(pointer.read_text("utf-8"))
    older = {name: value for name, value in said.items() if name not in ("made_at", "made_by")}
    pointer.write_text(json.dumps(older), "utf-8")
    found = assessments.get(AS_OF)
    assert found is not None
    assert found.made_at is None
    assert asked(world) == everything()
    pointer.write_text(json.dumps(said), "utf-8")
    assert asked(world) == PRIOR
    assessments.table(found, "outcomes").write_bytes(b"PAR1 nonsense")
    assert asked(world) == everything()


def test_when_it_was_made_is_kept_and_is_no_part_of_what_it_was_made_of(world: World) -> None:
    one = world.assess(program=program(), made_at=datetime(2026, 10, 1, 9))
    other = world.assess(program=program(), made_at=datetime(2026, 10, 1, 17))
    assert (one, one.id) == (other, other.id)
    found = world.answers.assessments.get(AS_OF)
    assert found is not None
    assert found.made_at == datetime(2026, 10, 1, 17)


def test_an_organizations_own_check_is_asked_by_the_same_rule(tmp_path: Path) -> None:
    def own(criterion: Criterion) -> Criterion:
        return replace(criterion, shipped=criterion.name != "defined")

    activities = tuple(replace(a, criteria=tuple(map(own, a.criteria))) for a in program().activities)
    ours, world = replace(program(), activities=activities), World(tmp_path)
    world.collect({"services": [service("shop")], "slo_definitions": [row("slo_definitions", **SLO)]})
    world.assess(program=ours)
    world.collect({"attestations": [attestation()]})
    assert "slo.defined" not in asked(world, ours)
    assert world.outcomes(world.assess(program=ours))["shop", "slo.defined"] == "met"
    world.collect({"slo_definitions": [row("slo_definitions", **{**SLO, "slo_id": "t"})]})
    assert "slo.defined" in asked(world, ours)
