"""SLI/SLO, incident response and postmortems."""

from pathlib import Path

import duckdb
import pytest

from tests.oracle import incident_response, postmortem, slo
from tests.oracle.agree import Agreement
from tests.oracle.company import company

AGREEMENT = Agreement(
    frozenset({"slo", "incident-response", "postmortem"}),
    {**slo.CRITERIA, **incident_response.CRITERIA, **postmortem.CRITERIA},
    company,
)


def test_every_criterion_has_a_second_computation() -> None:
    assert AGREEMENT.missing == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_sql_and_plain_python_agree(con: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int) -> None:
    words = AGREEMENT.agrees(con, seed, tmp_path)
    assert {(name, word) for name in AGREEMENT.oracle for word in ("met", "unmet", "unknown")} - words == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_they_agree_with_other_parameters_too(con: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int) -> None:
    AGREEMENT.agrees_with_other_parameters(con, seed, tmp_path)
