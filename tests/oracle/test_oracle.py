"""Every criterion's SQL against a second computation in plain Python, over companies drawn by chance."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.oracle import incident_response, postmortem, slo
from tests.oracle.common import Case, Row, Tables, assessed, judge, seen
from tests.oracle.company import company
from tests.oracle.judging import load, outcomes
from yudane.evidence.engines.duckdb import connect
from yudane.program.load import shipped

ORACLE = {**slo.CRITERIA, **incident_response.CRITERIA, **postmortem.CRITERIA}
CRITERIA = [criterion for criterion in shipped().criteria() if criterion.id in ORACLE]
CORE = {criterion.id: criterion.kind == "core" for criterion in shipped().criteria()}
DAYS = [
    datetime(2024, 2, 29),
    datetime(2024, 3, 31),
    datetime(2025, 1, 1),
    datetime(2026, 4, 1),
    datetime(2026, 10, 1),
    datetime(2026, 10, 26),
]
SERVICES = 60
SEEN: Counter[tuple[str, str]] = Counter()


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as connection:
        yield connection


def expected(tables: Tables, coverage: list[Row], as_of: datetime) -> dict[tuple[str, str], str]:
    now, found = seen(tables, as_of), {}
    for service in assessed(now):
        for criterion in CRITERIA:
            case = Case(service, now, as_of, criterion.values)
            told = judge(criterion.id, ORACLE[criterion.id], case, coverage, CORE)
            found[(criterion.id, service["service_id"])] = told
    return found


@pytest.mark.parametrize("as_of", DAYS, ids=lambda day: f"{day:%Y-%m-%d}")
@pytest.mark.parametrize("seed", [1, 2])
def test_sql_and_plain_python_agree(con: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int, as_of: datetime) -> None:
    attested = [criterion.id for criterion in CRITERIA if ORACLE[criterion.id].attested]
    tables, coverage = company(seed, as_of, SERVICES, [criterion.id for criterion in CRITERIA], attested)
    load(con, tables, coverage, tmp_path)
    found, wished = outcomes(con, shipped(), CRITERIA, as_of), expected(tables, coverage, as_of)
    assert found.keys() == wished.keys()
    SEEN.update((criterion, outcome) for (criterion, _), (outcome, _) in found.items())
    wrong = [key for key in wished if found[key][0] != wished[key]]
    assert not wrong, "\n".join(explained(key, wished[key], found[key], tables, coverage) for key in wrong[:5])


def explained(
    key: tuple[str, str], wished: str, found: tuple[str, str], tables: Mapping[str, Any], coverage: list[Row]
) -> str:
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
