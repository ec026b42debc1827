"""What steps of delegation need, and what asks to look at them again."""

from pathlib import Path

import pytest

from tests.oracle.agree_gates import DAYS, agree, gates_of
from tests.oracle.company_readiness import company
from tests.oracle.readiness import READINESS
from tests.oracle.step_back import STEP_BACK
from yudane.evidence.engines.database import Connection

OF_THE_PAST = ("below-gate", "evidence-gone", "explanation-overdue", "team-changed")
PAST = READINESS | {f"step-back.{name}": STEP_BACK[f"step-back.{name}"] for name in OF_THE_PAST}


@pytest.mark.parametrize("number", [0, 5])
def test_sql_and_plain_python_agree_about_the_past(con: Connection, tmp_path: Path, number: int) -> None:
    as_of = DAYS[number]
    agree(con, PAST, gates_of(PAST), company(number, as_of), as_of, tmp_path)
