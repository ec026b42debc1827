"""What steps of delegation need, what asks to look at them again, and how far services and teams are."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest

from tests.oracle.agree import DAYS
from tests.oracle.agree_gates import Compared, agree, changed, gates_of
from tests.oracle.common import Row
from tests.oracle.company_readiness import company as with_a_past
from tests.oracle.company_step_back import company as in_trouble
from tests.oracle.gates import Rule, tiers_asked
from tests.oracle.readiness import LEAST_FAR, READINESS, ahead, least_far, state
from tests.oracle.step_back import STEP_BACK
from yudane.assessment.explanation.readiness import readiness_by_activity
from yudane.evidence.engines.database import Connection, connect
from yudane.program.load import shipped

OF_THE_PAST = ("below-gate", "evidence-gone", "explanation-overdue", "team-changed")
OLD = {name: rule for name, rule in STEP_BACK.items() if name.removeprefix("step-back.") in OF_THE_PAST}
PAST = {**READINESS, **OLD}
TROUBLE = {name: rule for name, rule in STEP_BACK.items() if name not in PAST}
NEVER_LEFT_OUT = {
    *("owner-named", "source-connected", "member-trained", "level-held", "confidence", "no-trigger"),
    *("evidence-fresh", "goals-met", "explanation-overdue", "overdue-actions", "overdue-urgent", "unreviewed-change"),
}
NEVER_UNKNOWN = {"owner-named", "dwell", "explanation-overdue"}  # people state it here


def test_every_condition_and_trigger_has_a_second_computation() -> None:
    gates = {gate.id: gate for gate in shipped().gates()}
    both: Mapping[str, Rule] = {**PAST, **TROUBLE}
    assert {name: set(rule.reads) for name, rule in both.items()} == {
        name: set(gate.reads) for name, gate in gates.items()
    }
    assert {name: rule.when_empty for name, rule in both.items()} == {
        name: gate.when_empty for name, gate in gates.items()
    }


def test_sql_and_plain_python_agree_about_the_past(past: list[Compared]) -> None:
    assert _tried(PAST) - {pair for one in past for pair in one.occurred()} == set()


def test_sql_and_plain_python_agree_about_trouble(con: Connection, tmp_path: Path) -> None:
    found = [agree(con, TROUBLE, gates_of(TROUBLE), in_trouble(1, day), day, tmp_path) for day in DAYS[::2]]
    assert _tried(TROUBLE) - {pair for one in found for pair in one.occurred()} == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_they_agree_with_other_parameters_too(con: Connection, tmp_path: Path, seed: int) -> None:
    gates = changed(gates_of(TROUBLE), Random(seed))
    agree(con, TROUBLE, gates, in_trouble(10 + seed, DAYS[seed]), DAYS[seed], tmp_path)


def test_the_past_is_read_alike_with_other_parameters(con: Connection, tmp_path: Path) -> None:
    agree(con, PAST, changed(gates_of(PAST), Random(3)), with_a_past(3, DAYS[4]), DAYS[4], tmp_path)


def test_conditions_read_what_the_triggers_came_to_the_same_day(con: Connection, tmp_path: Path) -> None:
    both = {**OLD, "readiness.no-trigger": READINESS["readiness.no-trigger"]}
    found = agree(con, both, gates_of(both), with_a_past(4, DAYS[2]), DAYS[2], tmp_path, told=True)
    assert {("readiness.no-trigger", word) for word in ("met", "unmet", "unknown")} - found.occurred() == set()


def test_services_are_as_far_as_their_conditions_say_and_what_asks_to_look_again_is_there(past: list[Compared]) -> None:
    found = set()
    for one, service in [(day, row) for day in past for row in day.tables["services"]]:
        name = service["service_id"]
        for activity, readiness in readiness_by_activity(shipped(), one.rows_of(name)).items():
            for level in range(2, 8):
                wished = _state(one, service, activity, level)
                assert readiness.state(level) == wished, (service, activity, level)
                against = {step.check.id for step in readiness.ahead(level)}
                assert against == ahead(one.words_of(name, activity, level))
                found.add((wished, bool(against)))
            there = {trigger for trigger, word in one.words_of(name, activity, None).items() if word == "unmet"}
            assert {trigger.check.id for trigger in readiness.asking} == there
    assert {wished for wished, _ in found} == set(LEAST_FAR)
    assert {("almost", True), ("not_ready", True), ("ready", False), ("almost", False)} - found == set()


def test_a_team_is_as_far_as_its_service_that_is_least_far(past: list[Compared]) -> None:
    for one in past:
        services = [row for row in one.tables["services"] if one.rows_of(row["service_id"])]
        for team in sorted({row["team_id"] for row in services if row["team_id"]}):
            own = [row for row in services if row["team_id"] == team]
            rows = [row for service in own for row in one.rows_of(service["service_id"])]
            for activity, readiness in readiness_by_activity(shipped(), rows).items():
                for level in readiness.steps:
                    states = [_state(one, row, activity, level) for row in own]
                    assert readiness.state(level) == least_far(states), (team, activity, level)


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Compared]]:
    folder = tmp_path_factory.mktemp("past")
    with connect() as con:
        con.execute("set threads = 1")
        yield [agree(con, PAST, gates_of(PAST), with_a_past(1, day), day, folder) for day in (DAYS[0], DAYS[5])]


def _tried(oracle: Mapping[str, Rule]) -> set[tuple[str, str]]:
    """Every outcome there can be."""
    return {
        (name, word)
        for name in oracle
        for word in ("met", "unmet", "unknown", "not_applicable")
        if not (word == "not_applicable" and name.partition(".")[2] in NEVER_LEFT_OUT)
        and not (word == "unknown" and name.partition(".")[2] in NEVER_UNKNOWN)
    }


def _state(one: Compared, service: Row, activity: str, level: int) -> str:
    words = one.words_of(service["service_id"], activity, level)
    return state(words, tiers_asked(activity, level), service["tier"])
