"""Every criterion's SQL against a second computation in plain Python, over companies drawn by chance."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from tests.oracle import incident_response, postmortem, slo
from tests.oracle.common import Case, Row, assessed, judge, seen
from tests.oracle.company import company
from tests.oracle.judging import load, outcomes
from yudane.evidence.engines.duckdb import connect
from yudane.program import Criterion, Param
from yudane.program.load import shipped

ORACLE = {**slo.CRITERIA, **incident_response.CRITERIA, **postmortem.CRITERIA}
CRITERIA = [criterion for criterion in shipped().criteria() if criterion.id in ORACLE]
CORE = {criterion.id: criterion.kind == "core" for criterion in shipped().criteria()}
ATTESTED = [name for name, criterion in ORACLE.items() if criterion.attested]
LEAP_DAY, SUMMER_TIME, WINTER_TIME = datetime(2024, 2, 29), datetime(2024, 3, 31), datetime(2026, 10, 26)
DAYS = [LEAP_DAY, SUMMER_TIME, datetime(2025, 1, 1), datetime(2026, 4, 1), datetime(2026, 10, 1), WINTER_TIME]
SERVICES = 100

Key = tuple[str, str]
Judged = tuple[dict[Key, str], dict[Key, tuple[str, str]], Mapping[str, list[Row]], list[Row]]


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as connection:
        yield connection


def expected(
    criteria: Sequence[Criterion], tables: Mapping[str, list[Row]], coverage: list[Row], as_of: datetime
) -> dict[Key, str]:
    now = seen(tables, as_of)
    return {
        (one.id, service["service_id"]): judge(
            one.id, ORACLE[one.id], Case(service, now, as_of, one.values), coverage, CORE
        )
        for service in assessed(now)
        for one in criteria
    }


def both(
    con: duckdb.DuckDBPyConnection, criteria: Sequence[Criterion], seed: int, as_of: datetime, folder: Path
) -> Judged:
    tables, coverage = company(seed, as_of, SERVICES, list(ORACLE), ATTESTED)
    load(con, tables, coverage, folder)
    return expected(criteria, tables, coverage, as_of), outcomes(con, shipped(), criteria, as_of), tables, coverage


def disagreements(judged: Judged) -> str:
    wished, found, tables, coverage = judged
    assert found.keys() == wished.keys()
    wrong = [key for key, word in wished.items() if found[key][0] != word]
    told = "\n".join(explained(key, wished[key], found[key], tables, coverage) for key in wrong[:5])
    return f"{len(wrong)} of {len(wished)} verdicts:\n{told}" if wrong else ""


def test_every_criterion_has_a_second_computation() -> None:
    activities = {"slo", "incident-response", "postmortem"}
    assert {one.id for one in shipped().criteria() if one.activity in activities} == set(ORACLE)


@pytest.mark.parametrize("seed", [1, 2])
def test_sql_and_plain_python_agree(con: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int) -> None:
    words: set[Key] = set()
    for as_of in DAYS:
        judged = both(con, CRITERIA, seed, as_of, tmp_path)
        assert disagreements(judged) == ""
        words |= {(criterion, word) for (criterion, _), word in judged[0].items()}
    assert {(one.id, word) for one in CRITERIA for word in ("met", "unmet", "unknown")} - words == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_they_agree_with_other_parameters_too(con: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    changed = [replace(one, params=tuple(_changed(param, chance) for param in one.params)) for one in CRITERIA]
    assert disagreements(both(con, changed, 2 + seed, DAYS[seed], tmp_path)) == ""


def _changed(param: Param, chance: Random) -> Param:
    low, high = param.range or (param.default, param.default)
    if isinstance(param.default, float):
        return replace(param, default=chance.choice([param.default, 0.5, 0.8, float(low), float(high)]))
    value = param.default + chance.choice([0, -1, 1, 2, 0 if param.unit == "h" else param.default])
    return replace(param, default=int(min(max(value, low), high)))


def explained(key: Key, wished: str, found: tuple[str, str], tables: Mapping[str, Any], coverage: list[Row]) -> str:
    """Criterion, service, both outcomes and the rows that should decide."""
    criterion, service = key
    lines = [f"{criterion} of {service}: oracle {wished}, SQL {found[0]} ({found[1]})"]
    incidents = {row["incident_id"] for row in tables["incidents"] if row["service_id"] == service}
    for table in ("services", "attestations", *ORACLE[criterion].reads):
        rows = [row for row in tables[table] if row.get("service_id", service) in (service, None)]
        rows = [row for row in rows if row.get("criterion_id", criterion) == criterion]
        rows = [row for row in rows if table != "incident_participants" or row["incident_id"] in incidents]
        lines += [f"  {table}: {json.dumps(row, default=str)}" for row in rows]
    told = [row for row in coverage if row["service_id"] in (service, "*")]
    return "\n".join([*lines, *(f"  coverage: {row}" for row in told if row["table_name"] in ORACLE[criterion].reads)])
