"""All indicators: of activities, and of the nine phases."""

from pathlib import Path

import pytest

from tests.oracle.company_own_work import company
from tests.oracle.indicators import Indication
from tests.oracle.indicators_design import INFRA_DESIGN, SECURITY
from tests.oracle.indicators_knowledge import KNOWLEDGE
from tests.oracle.indicators_own_work import OWN_WORK
from tests.oracle.indicators_phases import PHASES
from tests.oracle.indicators_work import ADMIN_WORK, LOGS
from yudane.evidence.engines.database import Connection
from yudane.program.load import shipped

INDICATION = Indication({**INFRA_DESIGN, **SECURITY, **LOGS, **ADMIN_WORK, **PHASES, **KNOWLEDGE, **OWN_WORK}, company)
ALWAYS_THERE = {"admin.backlog-age", "security.open-posture"}  # an empty queue is a queue, no finding is 0


def test_every_stable_indicator_has_a_second_computation() -> None:
    stable = [one for one in shipped().indicators() if one.stage != "experimental"]
    assert {one.id for one in stable} == set(INDICATION.oracle)
    assert {one.id: set(one.reads) for one in stable} == {
        name: set(one.reads) for name, one in INDICATION.oracle.items()
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_sql_and_plain_python_agree_on_outcome_and_number(con: Connection, tmp_path: Path, seed: int) -> None:
    words = INDICATION.agrees(con, seed, tmp_path)
    tried = {name for name in INDICATION.oracle if not name.startswith("knowledge.")}
    assert {(name, word) for name in tried for word in ("met", "unmet", "unknown")} - words == set()
    assert {(name, "not_applicable") for name in set(INDICATION.oracle) - ALWAYS_THERE} - words == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_they_agree_with_other_goals_too(con: Connection, tmp_path: Path, seed: int) -> None:
    INDICATION.agrees_with_other_parameters(con, seed, tmp_path)
