"""The product's SQL against a second computation in plain Python, over companies drawn by chance."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.oracle.common import Case, Criterion, Row, assessed, coverage_by_service, judge, seen
from tests.oracle.judging import load, outcomes
from yudane import program
from yudane.evidence.engines.database import Connection
from yudane.program import Param
from yudane.program.load import shipped

LEAP_DAY, SUMMER_TIME, WINTER_TIME = datetime(2024, 2, 29), datetime(2024, 3, 31), datetime(2026, 10, 26)
DAYS = [LEAP_DAY, SUMMER_TIME, datetime(2025, 1, 1), datetime(2026, 4, 1), datetime(2026, 10, 1), WINTER_TIME]

Key = tuple[str, str]
Company = tuple[dict[str, list[Row]], list[Row]]  # tables and coverage
Draw = Callable[[int, datetime, Sequence[str], Sequence[str]], Company]  # seed, as_of, criteria, attestable ones


@dataclass(frozen=True)
class Agreement:
    """The rules of some activities, and how a company is drawn that tries them."""

    activities: frozenset[str]
    oracle: Mapping[str, Criterion]
    draw: Draw

    @property
    def criteria(self) -> list[program.Criterion]:
        """Those that are stable: an experimental one may stand before its second computation."""
        return [one for one in shipped().criteria() if one.activity in self.activities and one.stage != "experimental"]

    @property
    def missing(self) -> set[str]:
        return {one.id for one in self.criteria} ^ set(self.oracle)

    def agrees(self, con: Connection, seed: int, folder: Path) -> set[Key]:
        """On every other of DAYS, the others with the next seed; gives the outcomes that occurred by criterion, so that a
        test sees what was tried."""
        words: set[Key] = set()
        for as_of in DAYS[seed % 2 :: 2]:
            words |= self._agrees(con, self.criteria, seed, as_of, folder)
        return words

    def agrees_with_other_parameters(self, con: Connection, seed: int, folder: Path) -> None:
        chance = Random(seed)
        changed = [replace(one, params=tuple(_changed(param, chance) for param in one.params)) for one in self.criteria]
        self._agrees(con, changed, 2 + seed, DAYS[seed], folder)

    def _agrees(
        self,
        con: Connection,
        criteria: Sequence[program.Criterion],
        seed: int,
        as_of: datetime,
        folder: Path,
    ) -> set[Key]:
        attested = [name for name, criterion in self.oracle.items() if criterion.attested]
        tables, coverage = self.draw(seed, as_of, list(self.oracle), attested)
        load(con, tables, coverage, folder)
        wished = self._expected(criteria, tables, coverage, as_of)
        found = outcomes(con, shipped(), criteria, as_of)
        assert found.keys() == wished.keys()
        wrong = [key for key, word in wished.items() if found[key][0] != word]
        differences = "\n".join(self._explained(key, wished[key], found[key], tables, coverage) for key in wrong[:5])
        assert not wrong, f"{as_of}: {len(wrong)} of {len(wished)} verdicts:\n{differences}"
        return {(criterion, word) for (criterion, _), word in wished.items()}

    def _expected(
        self,
        criteria: Sequence[program.Criterion],
        tables: Mapping[str, list[Row]],
        coverage: list[Row],
        as_of: datetime,
    ) -> dict[Key, str]:
        now, core = seen(tables, as_of), {one.id: one.kind == "core" for one in self.criteria}
        by_service = coverage_by_service(coverage, assessed(now))
        return {
            (one.id, case.id): judge(one.id, self.oracle[one.id], case, by_service[case.id], core)
            for one in criteria
            for case in (Case(service, now, as_of, one.values) for service in assessed(now))
        }

    def _explained(
        self, key: Key, wished: str, found: tuple[str, str], tables: Mapping[str, Any], coverage: list[Row]
    ) -> str:
        """Criterion, service, both outcomes and the rows that should decide."""
        criterion, service = key
        lines = [f"{criterion} of {service}: oracle {wished}, SQL {found[0]} ({found[1]})"]
        incidents = {row["incident_id"] for row in tables["incidents"] if row["service_id"] == service}
        reads = {one.partition(".")[0] for read in self.oracle[criterion].reads for one in read.split("|")}
        for table in ("services", "attestations", *sorted(reads)):
            rows = [row for row in tables[table] if row.get("service_id", service) in (service, None)]
            rows = [row for row in rows if row.get("criterion_id", criterion) == criterion]
            rows = [row for row in rows if table != "incident_participants" or row["incident_id"] in incidents]
            lines += [f"  {table}: {json.dumps(row, default=str)}" for row in rows]
        coverage_rows = [row for row in coverage if row["service_id"] in (service, "*")]
        return "\n".join([*lines, *(f"  coverage: {row}" for row in coverage_rows if row["table_name"] in reads)])


SEEDS = pytest.mark.parametrize("seed", [1, 2])


class Agreeing:
    """What every file of activities tries: a class there says its AGREEMENT."""

    AGREEMENT: Agreement

    def test_every_criterion_has_a_second_computation(self) -> None:
        assert self.AGREEMENT.missing == set()

    def test_both_read_the_same(self) -> None:
        read = {one.id: set(one.reads) for one in self.AGREEMENT.criteria}
        assert {name: set(one.reads) for name, one in self.AGREEMENT.oracle.items()} == read

    @SEEDS
    def test_sql_and_plain_python_agree(self, con: Connection, tmp_path: Path, seed: int) -> None:
        words = self.AGREEMENT.agrees(con, seed, tmp_path)
        tried = {(name, word) for name in self.AGREEMENT.oracle for word in ("met", "unmet", "unknown")}
        assert tried - words == set()

    @SEEDS
    def test_they_agree_with_other_parameters_too(self, con: Connection, tmp_path: Path, seed: int) -> None:
        self.AGREEMENT.agrees_with_other_parameters(con, seed, tmp_path)


def _changed(param: Param, chance: Random) -> Param:
    low, high = param.range or (param.default, param.default)
    if isinstance(param.default, bool | str):
        return param
    if isinstance(param.default, float):
        return replace(param, default=chance.choice([param.default, 0.5, 0.8, float(low), float(high)]))
    value = param.default + chance.choice([0, -1, 1, 2, 0 if param.unit == "h" else param.default])
    return replace(param, default=int(min(max(value, low), high)))
