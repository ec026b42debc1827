"""The product's SQL of conditions and triggers against the second computation, over companies drawn by chance."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from math import isclose
from pathlib import Path
from random import Random
from typing import Any

from tests.oracle.agree import Company, _changed
from tests.oracle.common import Row, Tables, assessed, coverage_by_service, seen
from tests.oracle.gates import Key, Rule, expected
from tests.oracle.judging import gated, load
from yudane.assessment.reason import measured
from yudane.assessment.rows import GateRow
from yudane.evidence.engines.database import Connection
from yudane.program import Condition, Gate
from yudane.program.load import shipped


@dataclass
class Compared:
    """What was asked on one day, and what both answered."""

    as_of: datetime
    rows: Mapping[Key, GateRow]
    words: Mapping[Key, str]
    tables: Mapping[str, list[Row]]

    def rows_of(self, service: str) -> list[GateRow]:
        return self._rows_by_service.get(service, [])

    @cached_property
    def _rows_by_service(self) -> dict[str, list[GateRow]]:
        found: dict[str, list[GateRow]] = {}
        for row in self.rows.values():
            found.setdefault(row["service_id"], []).append(row)
        return found

    def words_of(self, service: str, activity: str, to_level: int | None) -> dict[str, str]:
        """What the second computation says of a step, or of the triggers."""
        return self._words_by_step.get((service, activity, to_level), {})

    @cached_property
    def _words_by_step(self) -> dict[tuple[str, str, int | None], dict[str, str]]:
        found: dict[tuple[str, str, int | None], dict[str, str]] = {}
        for (check, service, activity, to_level), word in self.words.items():
            found.setdefault((service, activity, to_level), {})[check] = word
        return found

    def occurred(self) -> set[tuple[str, str]]:
        return {(key[0], word) for key, word in self.words.items()}


def gates_of(oracle: Mapping[str, Rule]) -> list[Gate]:
    return [one for one in shipped().gates() if one.id in oracle]


def changed(gates: Iterable[Gate], chance: Random) -> list[Gate]:
    """The same with other parameters."""
    return [replace(one, params=tuple(_changed(param, chance) for param in one.params)) for one in gates]


def agree(
    con: Connection,
    oracle: Mapping[str, Rule],
    gates: Sequence[Gate],
    drawn: Company,
    as_of: datetime,
    folder: Path,
    told: bool = False,
) -> Compared:
    """Both answer alike, and show the same numbers; `told`: conditions read what the triggers came to today."""
    tables, coverage = drawn
    if told:
        earlier = [row for row in tables["trigger_results"] if row["as_of"] < as_of.date()]
        tables = {**tables, "trigger_results": earlier}
    load(con, tables, coverage, folder)
    wished = _wished(oracle, gates, seen(tables, as_of), coverage, as_of, told)
    found = gated(con, shipped(), gates, as_of, told)
    assert found.keys() == wished.keys()
    wrong = [key for key, answer in wished.items() if not _alike(answer, found[key])]
    counts = {name: sum(key[0] == name for key in wrong) for name in sorted({key[0] for key in wrong})}
    shown = {key[0]: key for key in reversed(wrong)}.values()
    explained = "\n".join(_explained(key, wished[key], found[key], oracle, tables) for key in shown)
    assert not wrong, f"{as_of}: {len(wrong)} of {len(wished)} differ, {counts}:\n{explained}"
    return Compared(as_of, found, {key: word for key, (word, _) in wished.items()}, tables)


def _wished(
    oracle: Mapping[str, Rule],
    gates: Sequence[Gate],
    tables: Tables,
    coverage: Sequence[Row],
    as_of: datetime,
    told: bool,
) -> dict[Key, tuple[str, Row]]:
    """Triggers first."""
    looks, found = coverage_by_service(coverage, assessed(tables)), dict[Key, tuple[str, Row]]()
    for gate in sorted(gates, key=lambda gate: isinstance(gate, Condition)):
        if told and isinstance(gate, Condition):
            tables, told = _with_triggers(tables, found, as_of), False
        found |= expected(gate, oracle[gate.id], tables, looks, as_of)
    return found


def _with_triggers(tables: Tables, found: Mapping[Key, tuple[str, Row]], as_of: datetime) -> Tables:
    today = [
        {"service_id": service, "activity_key": activity, "trigger_id": name, "as_of": as_of.date(), "outcome": word}
        for (name, service, activity, _), (word, _) in found.items()
    ]
    return Tables({**tables, "trigger_results": [*tables["trigger_results"], *today]})


def _alike(wished: tuple[str, Row], found: GateRow) -> bool:
    word, numbers = wished
    shown = measured({"measured": found["measured"]})
    return word == found["outcome"] and all(_same(value, shown.get(name)) for name, value in numbers.items())


def _same(wished: Any, found: Any) -> bool:
    if isinstance(wished, date):
        return str(found)[:10] == str(wished)
    if wished is None or found is None or isinstance(wished, str):
        return bool(wished == found)
    return isclose(float(wished), float(found), rel_tol=1e-6, abs_tol=1e-9)


def _explained(
    key: Key, wished: tuple[str, Row], found: GateRow, oracle: Mapping[str, Rule], tables: Mapping[str, list[Row]]
) -> str:
    name, service, activity, _ = key
    what = f"{found['outcome']} ({found['cause']} {found['detail']} {found['measured']})"
    lines = [f"{key}: oracle {wished}, SQL {what}"]
    reads = {part.partition(".")[0] for part in oracle[name].reads}
    for table in ("services", *sorted(reads), "catalog_moves", "catalog_edits"):
        for row in tables[table]:
            about = row.get("service_id", row.get("entity_id", service)) in (service, None)
            if about and row.get("activity_key", activity) in (activity, None):
                filled = {k: v for k, v in row.items() if v not in (None, [], "")}
                lines.append(f"  {table}: {json.dumps(filled, default=str)}")
    return "\n".join(lines[:60])
