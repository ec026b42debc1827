"""Development efficiency."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import pytest

from tests.oracle import agree, dev_efficiency
from tests.oracle.agree import Agreement
from tests.oracle.company_dev import company
from yudane.program.load import shipped

DEVELOPMENT = frozenset({"dev-efficiency"})
AGREEMENT = Agreement(DEVELOPMENT, dev_efficiency.criteria(shipped()), company)


def test_every_criterion_has_a_second_computation() -> None:
    assert AGREEMENT.missing == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_sql_and_plain_python_agree(con: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int) -> None:
    words = AGREEMENT.agrees(con, seed, tmp_path)
    assert {(name, word) for name in AGREEMENT.oracle for word in ("met", "unmet", "unknown")} - words == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_they_agree_with_other_parameters_too(con: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int) -> None:
    AGREEMENT.agrees_with_other_parameters(con, seed, tmp_path)


def test_they_agree_where_production_is_called_otherwise(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = shipped().settings
    name = {"production_environment": replace(settings["production_environment"], value="prod-tokyo")}
    program = replace(shipped(), settings={**settings, **name})
    monkeypatch.setattr(agree, "shipped", lambda: program)
    draw = partial(company, production="prod-tokyo")
    Agreement(DEVELOPMENT, dev_efficiency.criteria(program), draw).agrees_with_other_parameters(con, 3, tmp_path)
