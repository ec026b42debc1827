"""Every criterion shipped: its examples hold, it keeps the house rules, its words are there."""

from collections.abc import Iterator

import pytest

from yudane.assessment.examples import run_check, unchecked
from yudane.assessment.lint import lint_all
from yudane.assessment.outcomes import parts_of
from yudane.evidence.engines.database import Connection, connect
from yudane.program import Check, load_program
from yudane.program.load import shipped

CHECKS = list(shipped().checks())


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    with connect() as connection:
        yield connection


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.id)
def test_the_examples_of_a_check_hold_and_check_each_number_people_read(con: Connection, check: Check) -> None:
    verdicts = run_check(con, shipped(), check)
    assert [str(verdict) for verdict in verdicts if not verdict.holds] == []
    assert unchecked([check], verdicts) == []


def test_every_check_keeps_the_house_rules() -> None:
    assert [problem.message("en") for problem in lint_all(CHECKS, shipped())] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.id)
def test_the_examples_show_met_unmet_and_nobody_looked(check: Check) -> None:
    expected = {
        word
        for example in check.examples
        for filters in (example["expect"].values() if isinstance(example["expect"], dict) else [example["expect"]])
        for word in [filters["outcome"] if isinstance(filters, dict) else filters]
    }
    stated = all(
        shipped().contracts[read.partition(".")[0]].stated for read in parts_of(check.reads)
    )  # looked at for everybody
    assert {"met", "unmet"} | (set() if stated else {"unknown"}) <= expected


def test_the_program_shipped_is_valid_and_whole() -> None:
    program = load_program()
    assert len(program.activities) == 14
    assert [a.key for a in program.activities if not a.enabled] == ["security", "admin", "knowledge", "logs"]
    assert [a.target for a in program.activities] == [6] * 8 + [4, 6, 1, 1, 1, 1]
    assert sum(a.assessed for a in program.activities) == 9
    assert all(set(a.levels) == {1, 2, 3} for a in program.activities if a.assessed)
    assert len(program.phases) == 9
    assert [level.level for level in program.delegation_levels] == [1, 2, 3, 4, 5, 6, 7]


def test_a_criterion_that_fails_to_run_is_unknown_with_the_error(con: Connection) -> None:
    from dataclasses import replace

    run_check(con, shipped(), shipped().criterion("slo.owned-by-team"))  # its tables are there
    broken = replace(shipped().criterion("slo.owned-by-team"), sql="select service_id, nonsense from slo_definitions")
    verdicts = run_check(con, shipped(), broken)
    assert {verdict.outcome for verdict in verdicts} == {"unknown"}
    assert {verdict.cause for verdict in verdicts} == {"error"}
    assert all("nonsense" in verdict.detail for verdict in verdicts)
