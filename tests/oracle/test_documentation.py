"""Document management."""

from pathlib import Path

import duckdb
import pytest

from tests.oracle import documentation
from tests.oracle.agree import Agreement
from tests.oracle.company_documentation import company

AGREEMENT = Agreement(frozenset({"documentation"}), documentation.CRITERIA, company)


def test_every_criterion_has_a_second_computation() -> None:
    assert AGREEMENT.missing == set()


def test_both_read_the_same() -> None:
    read = {one.id: set(one.reads) for one in AGREEMENT.criteria}
    assert {name: set(one.reads) for name, one in AGREEMENT.oracle.items()} == read


@pytest.mark.parametrize("seed", [1, 2])
def test_sql_and_plain_python_agree(con: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int) -> None:
    words = AGREEMENT.agrees(con, seed, tmp_path)
    assert {(name, word) for name in AGREEMENT.oracle for word in ("met", "unmet", "unknown")} - words == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_they_agree_with_other_parameters_too(con: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int) -> None:
    AGREEMENT.agrees_with_other_parameters(con, seed, tmp_path)
